"""Speaks an invented protocol to a port, by UDP and TCP, and says in hex what came back:
magic 51 37 8a 01, version 2, length 2 (what follows), counter 4, address 4, MAC 6, text length 1, text."""

import socket
import struct
import sys
import time

TEXTS = ["upstairs-laptop", "serial X5ML012345", "Berenike", "office printer", "upstairs-laptop 2"]


def frame(count, text, own):
    name = text.encode()
    with open("/sys/class/net/eth0/address") as file:
        mac = bytes.fromhex(file.read().strip().replace(":", ""))
    body = struct.pack(">I", count) + socket.inet_aton(own) + mac + bytes([len(name)]) + name
    return b"\x51\x37\x8a\x01\x02" + struct.pack(">H", len(body)) + body


def hear(sock):
    sock.settimeout(0.3)
    try:
        return sock.recv(2000)
    except OSError:
        return b""


host, port, own = sys.argv[1], int(sys.argv[2]), sys.argv[3]
heard = b""
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i, text in enumerate(TEXTS):
    udp.sendto(frame(1000 + i, text, own), (host, port))
    time.sleep(0.05)
    heard += hear(udp)
tcp = socket.create_connection((host, port), 5)
try:
    for i, text in enumerate(TEXTS[:3]):
        tcp.sendall(frame(5000 + i, text, own))
        time.sleep(0.05)
    tcp.shutdown(socket.SHUT_WR)
    heard += hear(tcp)
except OSError:
    pass
print("heard", heard.hex() or "nothing", flush=True)
