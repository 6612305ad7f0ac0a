"""Who may come in: passwords, second factors, sessions and API clients.

The only module that runs before an identity exists, so it works on a session of the database role
`schakel_login`, which sees accounts and nothing of any case. Everything happens in the caller's transaction
and the caller commits, except what must hold although the answer is a refusal: counting an attempt and
recording that it failed are committed before the error is raised.
"""

from domain.accounts.clients import (
    ApiScope,
    Client,
    NewClient,
    create_api_client,
    revoke_api_client,
    verify_api_client,
)
from domain.accounts.enrolment import create_first_administrator, issue_enrolment, redeem_enrolment
from domain.accounts.keys import PrivateKey, PublicKey, add_key, lock_keys, private_key, public_keys
from domain.accounts.limits import LIMITS, Limits
from domain.accounts.second_factor import (
    Enrolled,
    Provisioning,
    begin_enrolment,
    confirm_enrolment,
    forget_second_factor,
    pass_second_factor,
    renew_recovery_codes,
    require_stepped_up,
    step_up,
)
from domain.accounts.sessions import (
    Place,
    SessionInfo,
    SessionLine,
    list_sessions,
    open_session,
    revoke,
    revoke_all,
    session_actor,
    sweep,
)
from domain.accounts.signing_in import (
    change_password,
    create_account,
    open_demo_session,
    set_password,
    sign_in,
)

__all__ = [
    "LIMITS",
    "ApiScope",
    "Client",
    "Enrolled",
    "Limits",
    "NewClient",
    "Place",
    "PrivateKey",
    "Provisioning",
    "PublicKey",
    "SessionInfo",
    "SessionLine",
    "add_key",
    "begin_enrolment",
    "change_password",
    "confirm_enrolment",
    "create_account",
    "create_api_client",
    "create_first_administrator",
    "forget_second_factor",
    "issue_enrolment",
    "list_sessions",
    "lock_keys",
    "open_demo_session",
    "open_session",
    "pass_second_factor",
    "private_key",
    "public_keys",
    "redeem_enrolment",
    "renew_recovery_codes",
    "require_stepped_up",
    "revoke",
    "revoke_all",
    "revoke_api_client",
    "session_actor",
    "set_password",
    "sign_in",
    "step_up",
    "sweep",
    "verify_api_client",
]
