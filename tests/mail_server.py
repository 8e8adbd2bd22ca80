"""A real mail server on this machine, for tests that send."""

import email
import email.policy
import time


class MailServer:
    """What the server at the other end does: it answers as told, one answer a mail, then accepts."""

    def __init__(self):
        self.received = []
        self.at_recipient = []
        self.at_text = []
        self.pause = 0.0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 (aiosmtpd's name)
        answer = self.at_recipient.pop(0) if self.at_recipient else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (aiosmtpd's name)
        time.sleep(self.pause)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((envelope.rcpt_tos, message))
        return self.at_text.pop(0) if self.at_text else "250 OK"
