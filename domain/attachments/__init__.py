"""Attachments (bijlagen): files with a signal or about a subject, seen by who sees what they belong to."""

from domain.attachments.adding import attach_to_signal, attach_to_subject
from domain.attachments.correcting import correct_attachment, replace_attachment, withdraw_attachment
from domain.attachments.intake import AT_ONCE, SUFFIXES, Intake, Upload, file_name
from domain.attachments.reading import Content, attachment, attachments, content
from domain.attachments.scanner import Scanner, Verdict
from domain.attachments.shapes import (
    WITHDRAWN_FOR,
    AttachmentView,
    AttachToSignal,
    AttachToSubject,
    CorrectAttachment,
    ReplaceAttachment,
    WithdrawAttachment,
)
from domain.attachments.upkeep import rotate, scan, sweep, to_scan

__all__ = [
    "AT_ONCE",
    "SUFFIXES",
    "WITHDRAWN_FOR",
    "AttachToSignal",
    "AttachToSubject",
    "AttachmentView",
    "Content",
    "CorrectAttachment",
    "Intake",
    "ReplaceAttachment",
    "Scanner",
    "Upload",
    "Verdict",
    "WithdrawAttachment",
    "attach_to_signal",
    "attach_to_subject",
    "attachment",
    "attachments",
    "content",
    "correct_attachment",
    "file_name",
    "replace_attachment",
    "rotate",
    "scan",
    "sweep",
    "to_scan",
    "withdraw_attachment",
]
