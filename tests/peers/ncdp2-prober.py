"""An NCDP/2 asker on Python alone: sends frames given in hex, or built here, and prints each datagram that comes back.

usage: ncdp2-prober.py WAIT_SECONDS LISTEN [TO LETTER TYPE NUMBER FUNCTION PADDING]...
LISTEN is `-`, or the address of a group to hear as well. Printed is one JSON object a line.
"""

import json
import os
import select
import socket
import struct
import sys
import time

PORT = int(os.environ.get("NCDP2_PORT", "3259"))


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    if n < 256:
        return bytes([major << 5 | 24, n])
    return bytes([major << 5 | 25]) + struct.pack(">H", n)


def request(letter, kind, number, function, padding, token):
    body = head(5, 3) + b"\x00" + head(2, 8) + token + b"\x01\x01" + b"\x02" + head(2, padding) + bytes(padding)
    fields = struct.pack(">BBHHH", kind, number, function, 0, len(body))
    return b"NCDP2" + letter.encode() + fields + body


def item(data, at):
    """One CBOR item as JSON can show it, and where it ends; lengths must be the shortest."""
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if low < 24:
        n = low
    else:
        size = {24: 1, 25: 2, 26: 4, 27: 8}[low]
        n = int.from_bytes(data[at : at + size], "big")
        assert n >= {1: 24, 2: 256, 4: 1 << 16, 8: 1 << 32}[size], "not the shortest"
        at += size
    if major == 0:
        return n, at
    if major == 1:
        return -1 - n, at
    if major in (2, 3):
        part = data[at : at + n]
        assert len(part) == n, "cut off"
        return ({"hex": part.hex()} if major == 2 else part.decode("utf-8")), at + n
    if major == 4:
        rows = []
        for _ in range(n):
            row, at = item(data, at)
            rows.append(row)
        return rows, at
    if major == 5:
        rows, last = {}, b""
        for _ in range(n):
            start = at
            key, at = item(data, at)
            assert data[start:at] > last, "keys do not rise"
            last = data[start:at]
            rows[str(key)], at = item(data, at)
        return rows, at
    return {20: False, 21: True, 22: None}[low], at


def shown(data, source, began, tokens):
    letter = chr(data[5])
    kind, number, function, result, length = struct.unpack(">BBHHH", data[6:14])
    assert data[:5] == b"NCDP2" and length == len(data) - 14
    body, end = item(data, 14)
    assert end == len(data), "bytes after the body"
    token = body.get("0", {}).get("hex")
    return {
        "letter": letter,
        "device": f"{kind:02X}/{number:02X}",
        "function": function,
        "result": result,
        "bytes": len(data),
        "from": source[0],
        "port": source[1],
        "ms": round((time.monotonic() - began) * 1000),
        "asked": tokens.get(token),
        "body": body,
    }


def opened(to):
    family = socket.AF_INET6 if ":" in to else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    if family == socket.AF_INET:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    return sock


def ear(group):
    """Stands on the group itself, as section 5 asks of a finder."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.bind((group, PORT))
    index = socket.if_nametoindex("eth0")
    member = socket.inet_aton(group) + socket.inet_aton("0.0.0.0") + struct.pack("@i", index)
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
    return sock


def main():
    wait, listen, rest = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
    sockets, tokens = [], {}
    if listen != "-":
        sockets.append(ear(listen))
    began = time.monotonic()
    for i in range(0, len(rest), 6):
        to, letter, kind, number, function, padding = rest[i : i + 6]
        token = os.urandom(8)
        frame = request(letter, int(kind, 16), int(number, 16), int(function, 16), int(padding), token)
        tokens[token.hex()] = i // 6
        sock = opened(to)
        sockets.append(sock)
        sock.sendto(frame, socket.getaddrinfo(to, PORT, type=socket.SOCK_DGRAM)[0][4])
    print("asked", flush=True, file=sys.stderr)
    while time.monotonic() - began < wait:
        ready, _, _ = select.select(sockets, [], [], 0.05)
        for sock in ready:
            data, source = sock.recvfrom(65535)
            print(json.dumps(shown(data, source, began, tokens)), flush=True)


main()
