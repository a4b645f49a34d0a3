"""Holds a port and answers its invented protocol: the magic, version 3, and the length and counter of the question."""

import socket
import threading

PORT = 3259


def answer(question):
    return question[:4] + b"\x03" + question[5:11]


def serve_tcp():
    server = socket.create_server(("0.0.0.0", PORT))
    print("ready", flush=True)
    while True:
        connection, _ = server.accept()
        while question := connection.recv(2000):
            connection.sendall(answer(question))
        connection.close()


udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("0.0.0.0", PORT))
threading.Thread(target=serve_tcp, daemon=True).start()
while True:
    question, sender = udp.recvfrom(2000)
    udp.sendto(answer(question), sender)
