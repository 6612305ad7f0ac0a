"""Who may come in: passwords, second factors, sessions and API clients.

The only module that runs before an identity exists, so it works on a session of the database role
`schakel_login`, which sees accounts and nothing of any case. Everything happens in the caller's transaction
and the caller commits, except what must hold although the answer is a refusal: counting an attempt and
recording that it failed are committed before the error is raised.
"""

from domain.accounts.clients import (
    ApiScope,
    Client,
    ClientState,
    NewClient,
    api_clients,
    create_api_client,
    renew_api_client,
    revoke_api_client,
    verify_api_client,
)
from domain.accounts.enrolment import (
    Issued,
    create_first_administrator,
    issue_enrolment,
    redeem_enrolment,
    withdraw_enrolment,
)
from domain.accounts.keys import (
    KeyState,
    PrivateKey,
    PublicKey,
    add_key,
    lock_keys,
    private_key,
    public_keys,
    signing_keys,
)
from domain.accounts.limits import LIMITS, Limits
from domain.accounts.passwords import chosen
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
from domain.accounts.secrecy import Statement, confirm_secrecy, secrecy_statement
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
    demand_new_password,
    open_demo_session,
    set_password,
    sign_in,
)
from domain.accounts.states import (
    AccountState,
    OpenInvitation,
    account_states,
    open_invitations,
    without_second_factor,
)

__all__ = [
    "LIMITS",
    "AccountState",
    "ApiScope",
    "Client",
    "ClientState",
    "Enrolled",
    "Issued",
    "KeyState",
    "Limits",
    "NewClient",
    "OpenInvitation",
    "Place",
    "PrivateKey",
    "Provisioning",
    "PublicKey",
    "SessionInfo",
    "SessionLine",
    "Statement",
    "account_states",
    "add_key",
    "api_clients",
    "begin_enrolment",
    "change_password",
    "chosen",
    "confirm_enrolment",
    "confirm_secrecy",
    "create_account",
    "create_api_client",
    "create_first_administrator",
    "demand_new_password",
    "forget_second_factor",
    "issue_enrolment",
    "list_sessions",
    "lock_keys",
    "open_demo_session",
    "open_invitations",
    "open_session",
    "pass_second_factor",
    "private_key",
    "public_keys",
    "redeem_enrolment",
    "renew_api_client",
    "renew_recovery_codes",
    "require_stepped_up",
    "revoke",
    "revoke_all",
    "revoke_api_client",
    "secrecy_statement",
    "session_actor",
    "set_password",
    "sign_in",
    "signing_keys",
    "step_up",
    "sweep",
    "verify_api_client",
    "withdraw_enrolment",
    "without_second_factor",
]
