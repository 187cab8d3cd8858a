"""A mail server that keeps what it accepts, and can be told to stop answering."""

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.answer("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"QUIT":
                self.answer("221 bye")
                return
            if verb == b"DATA":
                self.answer("354 go on")
                self.accept(self.body())
            elif verb == b"RCPT" and self.server.refused and self.server.refused.encode() in line:
                self.answer("550 nobody here")
            else:
                self.answer("250 ok")

    def body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def accept(self, body):
        server = self.server
        message = email.message_from_bytes(body, policy=email.policy.default)
        if len(server.accepted) == server.silent_after:
            if server.accepts_silently:
                server.accepted.append(message)
            server.silence.set()
            server.end_of_silence.wait(60)
            return
        server.accepted.append(message)
        self.answer("250 accepted")

    def answer(self, text):
        self.wfile.write(text.encode() + b"\r\n")


class MailSink(socketserver.ThreadingTCPServer):
    """Used as a context manager; listens on `port` of the local host.

    After `silent_after` mails it answers no more: the mail that comes then is kept or not, as
    `accepts_silently` says, and `silence` is set.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port=0, *, silent_after=None, accepts_silently=False, refused=""):
        super().__init__(("127.0.0.1", port), _Session)
        self.port = self.server_address[1]
        self.accepted: list[EmailMessage] = []
        self.silent_after = silent_after
        self.accepts_silently = accepts_silently
        self.refused = refused
        self.silence = threading.Event()
        self.end_of_silence = threading.Event()

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.end_of_silence.set()
        self.shutdown()
        self.server_close()
