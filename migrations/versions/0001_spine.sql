CREATE TABLE access_log (
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	actor_id UUID, 
	organisation_id UUID, 
	staff_roles TEXT[] NOT NULL, 
	what VARCHAR NOT NULL, 
	scope_id UUID, 
	object_ids UUID[] NOT NULL, 
	rule_id UUID, 
	ground VARCHAR, 
	purpose VARCHAR, 
	outcome VARCHAR NOT NULL, 
	request_id VARCHAR, 
	CONSTRAINT pk_access_log PRIMARY KEY (id), 
	CONSTRAINT ck_access_log_outcome CHECK (outcome in ('shown', 'exported', 'printed', 'refused')), 
	CONSTRAINT ck_access_log_length CHECK (length(what) <= 100 and length(purpose) <= 1000)
)
-- ;;
CREATE INDEX ix_access_log_actor_id ON access_log (actor_id, at)
-- ;;
CREATE INDEX ix_access_log_at ON access_log (at)
-- ;;
CREATE INDEX ix_access_log_scope_id ON access_log (scope_id, at)
-- ;;
CREATE TABLE categories (
	code VARCHAR NOT NULL, 
	label_nl VARCHAR NOT NULL, 
	label_en VARCHAR NOT NULL, 
	phase INTEGER NOT NULL, 
	survives_seal BOOLEAN NOT NULL, 
	article VARCHAR NOT NULL, 
	CONSTRAINT pk_categories PRIMARY KEY (code), 
	CONSTRAINT ck_categories_phase CHECK (phase between 0 and 3)
)
-- ;;
CREATE TABLE decision_kinds (
	code VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE, 
	label_nl VARCHAR NOT NULL, 
	label_en VARCHAR NOT NULL, 
	concerns VARCHAR NOT NULL, 
	legal_ground VARCHAR, 
	CONSTRAINT pk_decision_kinds PRIMARY KEY (code, valid_from), 
	CONSTRAINT ck_decision_kinds_concerns CHECK (concerns in ('signal', 'case', 'subject', 'intervention', 'disclosure', 'item')), 
	CONSTRAINT ck_decision_kinds_validity CHECK (valid_until is null or valid_until > valid_from)
)
-- ;;
CREATE UNIQUE INDEX uq_decision_kinds_open ON decision_kinds (code) WHERE valid_until is null
-- ;;
CREATE TABLE events (
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	type VARCHAR NOT NULL, 
	compartment VARCHAR, 
	step VARCHAR, 
	scope_id UUID, 
	case_id UUID, 
	subject_id UUID, 
	object_id UUID, 
	owner_id UUID, 
	category VARCHAR NOT NULL, 
	actor_id UUID, 
	organisation_id UUID, 
	request_id VARCHAR, 
	data JSONB DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (id), 
	CONSTRAINT ck_events_type CHECK (type ~ '^[a-z]+\.[a-z_]+$'), 
	CONSTRAINT ck_events_data CHECK (jsonb_typeof(data) = 'object')
)
-- ;;
CREATE INDEX ix_events_at ON events (at)
-- ;;
CREATE INDEX ix_events_case_id ON events (case_id, id)
-- ;;
CREATE INDEX ix_events_object_id ON events (object_id, id) WHERE object_id is not null
-- ;;
CREATE INDEX ix_events_scope_id ON events (scope_id, id)
-- ;;
CREATE TABLE exploitation_forms (
	code VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE, 
	label_nl VARCHAR NOT NULL, 
	label_en VARCHAR NOT NULL, 
	explanation_nl VARCHAR NOT NULL, 
	explanation_en VARCHAR NOT NULL, 
	reportable BOOLEAN NOT NULL, 
	CONSTRAINT pk_exploitation_forms PRIMARY KEY (code, valid_from), 
	CONSTRAINT ck_exploitation_forms_validity CHECK (valid_until is null or valid_until > valid_from)
)
-- ;;
CREATE UNIQUE INDEX uq_exploitation_forms_open ON exploitation_forms (code) WHERE valid_until is null
-- ;;
CREATE TABLE indicators (
	code VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE, 
	label_nl VARCHAR NOT NULL, 
	label_en VARCHAR NOT NULL, 
	form VARCHAR NOT NULL, 
	dimension VARCHAR NOT NULL, 
	weight VARCHAR NOT NULL, 
	observable VARCHAR NOT NULL, 
	CONSTRAINT pk_indicators PRIMARY KEY (code, valid_from), 
	CONSTRAINT ck_indicators_dimension CHECK (dimension in ('DR', 'CR', 'VR', 'EX', 'CD', 'VD', 'CX')), 
	CONSTRAINT ck_indicators_weight CHECK (weight in ('S', 'M', 'W')), 
	CONSTRAINT ck_indicators_observable CHECK (observable in ('Z', 'R', 'V')), 
	CONSTRAINT ck_indicators_validity CHECK (valid_until is null or valid_until > valid_from)
)
-- ;;
CREATE UNIQUE INDEX uq_indicators_open ON indicators (code) WHERE valid_until is null
-- ;;
CREATE TABLE intervention_kinds (
	code VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE, 
	label_nl VARCHAR NOT NULL, 
	label_en VARCHAR NOT NULL, 
	track VARCHAR NOT NULL, 
	organisation_kinds TEXT[] NOT NULL, 
	authority VARCHAR NOT NULL, 
	legal_ground VARCHAR, 
	CONSTRAINT pk_intervention_kinds PRIMARY KEY (code, valid_from), 
	CONSTRAINT ck_intervention_kinds_track CHECK (track in ('straf', 'bestuur', 'fiscaal', 'arbeid', 'civiel', 'zorg', 'preventie')), 
	CONSTRAINT ck_intervention_kinds_validity CHECK (valid_until is null or valid_until > valid_from)
)
-- ;;
CREATE UNIQUE INDEX uq_intervention_kinds_open ON intervention_kinds (code) WHERE valid_until is null
-- ;;
CREATE TABLE legal_grounds (
	code VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE, 
	label_nl VARCHAR NOT NULL, 
	label_en VARCHAR NOT NULL, 
	article VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	compartment VARCHAR NOT NULL, 
	CONSTRAINT pk_legal_grounds PRIMARY KEY (code, valid_from), 
	CONSTRAINT ck_legal_grounds_compartment CHECK (compartment in ('T', 'R', 'Z', 'K', 'P')), 
	CONSTRAINT ck_legal_grounds_validity CHECK (valid_until is null or valid_until > valid_from)
)
-- ;;
CREATE UNIQUE INDEX uq_legal_grounds_open ON legal_grounds (code) WHERE valid_until is null
-- ;;
CREATE TABLE municipalities (
	code VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE, 
	name VARCHAR NOT NULL, 
	district VARCHAR NOT NULL, 
	CONSTRAINT pk_municipalities PRIMARY KEY (code, valid_from), 
	CONSTRAINT ck_municipalities_code CHECK (code ~ '^GM[0-9]{4}$'), 
	CONSTRAINT ck_municipalities_validity CHECK (valid_until is null or valid_until > valid_from)
)
-- ;;
CREATE UNIQUE INDEX uq_municipalities_open ON municipalities (code) WHERE valid_until is null
-- ;;
CREATE TABLE organisation_kinds (
	code VARCHAR NOT NULL, 
	label_nl VARCHAR NOT NULL, 
	label_en VARCHAR NOT NULL, 
	wgs_participant BOOLEAN NOT NULL, 
	article VARCHAR NOT NULL, 
	CONSTRAINT pk_organisation_kinds PRIMARY KEY (code)
)
-- ;;
CREATE TABLE outbox (
	id BIGINT GENERATED ALWAYS AS IDENTITY, 
	event_id BIGINT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	attempts INTEGER DEFAULT 0 NOT NULL, 
	next_attempt_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	delivered_at TIMESTAMP WITH TIME ZONE, 
	dead_at TIMESTAMP WITH TIME ZONE, 
	last_error VARCHAR, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT uq_outbox_event_id UNIQUE (event_id)
)
-- ;;
CREATE INDEX ix_outbox_dead_at ON outbox (dead_at) WHERE dead_at is not null
-- ;;
CREATE INDEX ix_outbox_due ON outbox (next_attempt_at) WHERE delivered_at is null and dead_at is null
-- ;;
CREATE TABLE scopes (
	id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	parent_id UUID, 
	compartment VARCHAR NOT NULL, 
	step VARCHAR NOT NULL, 
	phase INTEGER NOT NULL, 
	municipality_code VARCHAR, 
	sealed_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_scopes PRIMARY KEY (id), 
	CONSTRAINT ck_scopes_kind CHECK (kind in ('signal', 'case', 'subject', 'request', 'intervention')), 
	CONSTRAINT ck_scopes_phase CHECK (phase between 0 and 3), 
	CONSTRAINT fk_scopes_parent_id FOREIGN KEY(parent_id) REFERENCES scopes (id)
)
-- ;;
CREATE INDEX ix_scopes_parent_id ON scopes (parent_id)
-- ;;
CREATE TABLE seals (
	number BIGINT NOT NULL, 
	first_position BIGINT NOT NULL, 
	last_position BIGINT NOT NULL, 
	previous_hash BYTEA NOT NULL, 
	hash BYTEA NOT NULL, 
	sealed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_seals PRIMARY KEY (number), 
	CONSTRAINT ck_seals_from_one CHECK (number >= 1 and first_position >= 1), 
	CONSTRAINT ck_seals_not_empty CHECK (last_position >= first_position), 
	CONSTRAINT uq_seals_first_position UNIQUE (first_position), 
	CONSTRAINT uq_seals_last_position UNIQUE (last_position)
)
-- ;;
CREATE TABLE signing_keys (
	kid VARCHAR NOT NULL, 
	public_pem VARCHAR NOT NULL, 
	private_pem VARCHAR NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	retired_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_signing_keys PRIMARY KEY (kid)
)
-- ;;
CREATE UNIQUE INDEX uq_signing_keys_current ON signing_keys ((true)) WHERE retired_at is null
-- ;;
CREATE TABLE throttles (
	key VARCHAR NOT NULL, 
	window_start TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	count INTEGER NOT NULL, 
	blocked_until TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_throttles PRIMARY KEY (key), 
	CONSTRAINT ck_throttles_count CHECK (count >= 0)
)
-- ;;
CREATE TABLE transitions (
	kind VARCHAR NOT NULL, 
	from_step VARCHAR NOT NULL, 
	act VARCHAR NOT NULL, 
	to_step VARCHAR NOT NULL, 
	parts TEXT[] NOT NULL, 
	CONSTRAINT pk_transitions PRIMARY KEY (kind, from_step, act)
)
-- ;;
CREATE TABLE ceilings (
	id UUID NOT NULL, 
	compartment VARCHAR NOT NULL, 
	part VARCHAR NOT NULL, 
	step VARCHAR NOT NULL, 
	category VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	reach VARCHAR NOT NULL, 
	ground VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE, 
	CONSTRAINT pk_ceilings PRIMARY KEY (id), 
	CONSTRAINT ck_ceilings_level CHECK (level in ('content', 'title', 'existence')), 
	CONSTRAINT ck_ceilings_reach CHECK (reach in ('all', 'own', 'municipality')), 
	CONSTRAINT ck_ceilings_validity CHECK (valid_until is null or valid_until > valid_from), 
	CONSTRAINT fk_ceilings_category FOREIGN KEY(category) REFERENCES categories (code)
)
-- ;;
CREATE INDEX ix_ceilings_decision ON ceilings (category, step, part)
-- ;;
CREATE TABLE checkpoints (
	seal_number BIGINT NOT NULL, 
	position BIGINT NOT NULL, 
	hash BYTEA NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	key_id VARCHAR NOT NULL, 
	signature BYTEA NOT NULL, 
	CONSTRAINT pk_checkpoints PRIMARY KEY (seal_number), 
	CONSTRAINT fk_checkpoints_seal_number FOREIGN KEY(seal_number) REFERENCES seals (number)
)
-- ;;
CREATE TABLE organisations (
	id UUID NOT NULL, 
	name VARCHAR NOT NULL, 
	short_name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	municipality_code VARCHAR, 
	district VARCHAR, 
	wgs_participant BOOLEAN NOT NULL, 
	preparation BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	sharing_key VARCHAR NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_organisations PRIMARY KEY (id), 
	CONSTRAINT ck_organisations_sharing_key CHECK (sharing_key in (kind, id::text)), 
	CONSTRAINT uq_organisations_name UNIQUE (name), 
	CONSTRAINT fk_organisations_kind FOREIGN KEY(kind) REFERENCES organisation_kinds (code)
)
-- ;;
CREATE INDEX ix_organisations_apart ON organisations (kind) WHERE sharing_key <> kind
-- ;;
CREATE TABLE seal_entries (
	position BIGINT NOT NULL, 
	seal_number BIGINT NOT NULL, 
	log VARCHAR NOT NULL, 
	row_id BIGINT NOT NULL, 
	row_hash BYTEA NOT NULL, 
	CONSTRAINT pk_seal_entries PRIMARY KEY (position), 
	CONSTRAINT ck_seal_entries_log CHECK (log in ('access_log', 'events')), 
	CONSTRAINT uq_seal_entries_log_row_id UNIQUE (log, row_id), 
	CONSTRAINT fk_seal_entries_seal_number FOREIGN KEY(seal_number) REFERENCES seals (number)
)
-- ;;
CREATE TABLE suppliers (
	category VARCHAR NOT NULL, 
	organisation_kind VARCHAR NOT NULL, 
	CONSTRAINT pk_suppliers PRIMARY KEY (category, organisation_kind), 
	CONSTRAINT fk_suppliers_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_suppliers_organisation_kind FOREIGN KEY(organisation_kind) REFERENCES organisation_kinds (code)
)
-- ;;
CREATE TABLE actors (
	id UUID NOT NULL, 
	organisation_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR, 
	function_title VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_actors PRIMARY KEY (id), 
	CONSTRAINT ck_actors_kind CHECK (kind in ('person', 'client')), 
	CONSTRAINT ck_actors_language CHECK (language in ('nl', 'en')), 
	CONSTRAINT fk_actors_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id)
)
-- ;;
CREATE INDEX ix_actors_organisation_id ON actors (organisation_id)
-- ;;
CREATE UNIQUE INDEX uq_actors_email ON actors (lower(email))
-- ;;
CREATE TABLE participations (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	organisation_id UUID NOT NULL, 
	part VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	compartment VARCHAR NOT NULL, 
	step VARCHAR NOT NULL, 
	phase INTEGER NOT NULL, 
	sealed BOOLEAN NOT NULL, 
	own_territory BOOLEAN NOT NULL, 
	last_activity_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_participations PRIMARY KEY (id), 
	CONSTRAINT uq_participations_scope_id_organisation_id_part UNIQUE (scope_id, organisation_id, part), 
	CONSTRAINT fk_participations_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_participations_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id)
)
-- ;;
CREATE INDEX ix_participations_list ON participations (organisation_id, kind, last_activity_at desc, scope_id desc) WHERE ended_at is null
-- ;;
CREATE TABLE search_entries (
	row_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	target_id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	circle UUID[], 
	organisations UUID[] NOT NULL, 
	words VARCHAR NOT NULL, 
	CONSTRAINT pk_search_entries PRIMARY KEY (row_id), 
	CONSTRAINT fk_search_entries_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_search_entries_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_search_entries_category FOREIGN KEY(category) REFERENCES categories (code)
)
-- ;;
CREATE INDEX ix_search_entries_scope_id ON search_entries (scope_id)
-- ;;
CREATE INDEX ix_search_entries_words ON search_entries USING gin (organisations, words gin_trgm_ops) WITH (fastupdate = off)
-- ;;
CREATE TABLE actor_roles (
	actor_id UUID NOT NULL, 
	role VARCHAR NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE, 
	CONSTRAINT pk_actor_roles PRIMARY KEY (actor_id, role, valid_from), 
	CONSTRAINT fk_actor_roles_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE TABLE admissions (
	id UUID NOT NULL, 
	actor_id UUID NOT NULL, 
	compartment VARCHAR NOT NULL, 
	screening_kind VARCHAR NOT NULL, 
	screened_on DATE NOT NULL, 
	trained_on DATE NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE NOT NULL, 
	CONSTRAINT pk_admissions PRIMARY KEY (id), 
	CONSTRAINT fk_admissions_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE INDEX ix_admissions_actor_id ON admissions (actor_id)
-- ;;
CREATE TABLE agreements (
	id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	signed_on DATE NOT NULL, 
	valid_from TIMESTAMP WITH TIME ZONE NOT NULL, 
	valid_until TIMESTAMP WITH TIME ZONE, 
	created_by UUID NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_agreements PRIMARY KEY (id), 
	CONSTRAINT fk_agreements_created_by FOREIGN KEY(created_by) REFERENCES actors (id)
)
-- ;;
CREATE TABLE api_clients (
	client_id VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	secret_hash BYTEA NOT NULL, 
	scopes TEXT[] NOT NULL, 
	active BOOLEAN NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_api_clients PRIMARY KEY (client_id), 
	CONSTRAINT fk_api_clients_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE INDEX ix_api_clients_actor_id ON api_clients (actor_id)
-- ;;
CREATE TABLE bars (
	scope_id UUID NOT NULL, 
	actor_id UUID NOT NULL, 
	reason VARCHAR NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_bars PRIMARY KEY (scope_id, actor_id), 
	CONSTRAINT fk_bars_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_bars_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE TABLE cases (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	number VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	purpose VARCHAR NOT NULL, 
	activity VARCHAR NOT NULL, 
	organised_crime_link VARCHAR NOT NULL, 
	municipality_code VARCHAR NOT NULL, 
	manager_due_on DATE NOT NULL, 
	CONSTRAINT pk_cases PRIMARY KEY (id), 
	CONSTRAINT ck_cases_activity CHECK (activity in ('bottleneck', 'case_meeting', 'scan')), 
	CONSTRAINT fk_cases_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_cases_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_cases_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_cases_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT uq_cases_number UNIQUE (number)
)
-- ;;
CREATE INDEX ix_cases_scope_id ON cases (scope_id)
-- ;;
CREATE TABLE credentials (
	actor_id UUID NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	totp_secret VARCHAR, 
	totp_pending VARCHAR, 
	totp_last_step INTEGER NOT NULL, 
	must_change BOOLEAN NOT NULL, 
	changed_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_credentials PRIMARY KEY (actor_id), 
	CONSTRAINT fk_credentials_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE TABLE enrolments (
	token_hash BYTEA NOT NULL, 
	actor_id UUID NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_enrolments PRIMARY KEY (token_hash), 
	CONSTRAINT fk_enrolments_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE INDEX ix_enrolments_actor_id ON enrolments (actor_id)
-- ;;
CREATE TABLE idempotency_keys (
	actor_id UUID NOT NULL, 
	key VARCHAR NOT NULL, 
	fingerprint BYTEA NOT NULL, 
	status INTEGER NOT NULL, 
	location VARCHAR NOT NULL, 
	object_id UUID NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() + interval '24 hours' NOT NULL, 
	CONSTRAINT pk_idempotency_keys PRIMARY KEY (actor_id, key), 
	CONSTRAINT fk_idempotency_keys_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE INDEX ix_idempotency_keys_expires_at ON idempotency_keys (expires_at)
-- ;;
CREATE TABLE recovery_codes (
	actor_id UUID NOT NULL, 
	code_hash BYTEA NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (actor_id, code_hash), 
	CONSTRAINT fk_recovery_codes_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE TABLE sessions (
	id UUID NOT NULL, 
	token_hash BYTEA NOT NULL, 
	actor_id UUID NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	last_seen_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	authenticated_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	second_factor_at TIMESTAMP WITH TIME ZONE, 
	stepped_up_at TIMESTAMP WITH TIME ZONE, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	device VARCHAR NOT NULL, 
	ip_hash VARCHAR NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_sessions_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE INDEX ix_sessions_actor_id ON sessions (actor_id)
-- ;;
CREATE TABLE signals (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	number VARCHAR NOT NULL, 
	form VARCHAR NOT NULL, 
	narrative VARCHAR NOT NULL, 
	task VARCHAR NOT NULL, 
	organised_crime_link VARCHAR NOT NULL, 
	observed_from DATE NOT NULL, 
	observed_until DATE, 
	place VARCHAR NOT NULL, 
	municipality_code VARCHAR NOT NULL, 
	urgency VARCHAR NOT NULL, 
	reference VARCHAR, 
	CONSTRAINT pk_signals PRIMARY KEY (id), 
	CONSTRAINT ck_signals_urgency CHECK (urgency in ('none', 'soon', 'danger')), 
	CONSTRAINT ck_signals_period CHECK (observed_until is null or observed_until >= observed_from), 
	CONSTRAINT fk_signals_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_signals_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_signals_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_signals_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT uq_signals_number UNIQUE (number)
)
-- ;;
CREATE INDEX ix_signals_scope_id ON signals (scope_id)
-- ;;
CREATE TABLE statuses (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	of_id UUID NOT NULL, 
	status VARCHAR NOT NULL, 
	CONSTRAINT pk_statuses PRIMARY KEY (id), 
	CONSTRAINT fk_statuses_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_statuses_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_statuses_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_statuses_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id)
)
-- ;;
CREATE INDEX ix_statuses_of_id ON statuses (of_id)
-- ;;
CREATE INDEX ix_statuses_scope_id ON statuses (scope_id)
-- ;;
CREATE TABLE additions (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	signal_id UUID NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT pk_additions PRIMARY KEY (id), 
	CONSTRAINT fk_additions_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_additions_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_additions_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_additions_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_additions_signal_id FOREIGN KEY(signal_id) REFERENCES signals (id)
)
-- ;;
CREATE INDEX ix_additions_scope_id ON additions (scope_id)
-- ;;
CREATE INDEX ix_additions_signal_id ON additions (signal_id)
-- ;;
CREATE TABLE assessments (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	signal_id UUID NOT NULL, 
	outcome VARCHAR NOT NULL, 
	concrete_observation BOOLEAN NOT NULL, 
	listed_form BOOLEAN NOT NULL, 
	joint_processing_necessary BOOLEAN NOT NULL, 
	joint_approach_expected BOOLEAN NOT NULL, 
	within_region BOOLEAN NOT NULL, 
	reasons VARCHAR NOT NULL, 
	handed_to VARCHAR, 
	case_id UUID, 
	CONSTRAINT pk_assessments PRIMARY KEY (id), 
	CONSTRAINT ck_assessments_outcome CHECK (outcome in ('take_up', 'send_back', 'hand_over', 'reject')), 
	CONSTRAINT ck_assessments_criteria CHECK (outcome <> 'take_up' or (concrete_observation and listed_form and joint_processing_necessary and joint_approach_expected and within_region)), 
	CONSTRAINT fk_assessments_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_assessments_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_assessments_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_assessments_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_assessments_signal_id FOREIGN KEY(signal_id) REFERENCES signals (id), 
	CONSTRAINT fk_assessments_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
)
-- ;;
CREATE INDEX ix_assessments_scope_id ON assessments (scope_id)
-- ;;
CREATE INDEX ix_assessments_signal_id ON assessments (signal_id)
-- ;;
CREATE TABLE closures (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	case_id UUID NOT NULL, 
	reason VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT pk_closures PRIMARY KEY (id), 
	CONSTRAINT ck_closures_reason CHECK (reason in ('goal_reached', 'insufficient', 'handed_over', 'left')), 
	CONSTRAINT fk_closures_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_closures_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_closures_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_closures_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT uq_closures_case_id UNIQUE (case_id), 
	CONSTRAINT fk_closures_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
)
-- ;;
CREATE INDEX ix_closures_scope_id ON closures (scope_id)
-- ;;
CREATE TABLE mentions (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	signal_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	birth_date VARCHAR NOT NULL, 
	identifier_kind VARCHAR, 
	identifier_raw VARCHAR, 
	identifier VARCHAR, 
	verified BOOLEAN NOT NULL, 
	description VARCHAR NOT NULL, 
	CONSTRAINT pk_mentions PRIMARY KEY (id), 
	CONSTRAINT ck_mentions_kind CHECK (kind in ('person', 'organisation', 'address', 'vehicle', 'phone', 'account')), 
	CONSTRAINT fk_mentions_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_mentions_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_mentions_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_mentions_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_mentions_signal_id FOREIGN KEY(signal_id) REFERENCES signals (id)
)
-- ;;
CREATE INDEX ix_mentions_scope_id ON mentions (scope_id)
-- ;;
CREATE INDEX ix_mentions_signal_id ON mentions (signal_id)
-- ;;
CREATE TABLE namings (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	case_id UUID NOT NULL, 
	manager_id UUID NOT NULL, 
	CONSTRAINT pk_namings PRIMARY KEY (id), 
	CONSTRAINT fk_namings_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_namings_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_namings_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_namings_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_namings_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_namings_manager_id FOREIGN KEY(manager_id) REFERENCES actors (id)
)
-- ;;
CREATE INDEX ix_namings_case_id ON namings (case_id)
-- ;;
CREATE INDEX ix_namings_scope_id ON namings (scope_id)
-- ;;
CREATE TABLE observations (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	signal_id UUID NOT NULL, 
	indicator VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	observed_on DATE, 
	other_explanation VARCHAR NOT NULL, 
	CONSTRAINT pk_observations PRIMARY KEY (id), 
	CONSTRAINT fk_observations_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_observations_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_observations_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_observations_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_observations_signal_id FOREIGN KEY(signal_id) REFERENCES signals (id)
)
-- ;;
CREATE INDEX ix_observations_scope_id ON observations (scope_id)
-- ;;
CREATE INDEX ix_observations_signal_id ON observations (signal_id)
-- ;;
CREATE TABLE phases (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	case_id UUID NOT NULL, 
	phase INTEGER NOT NULL, 
	necessity VARCHAR NOT NULL, 
	CONSTRAINT pk_phases PRIMARY KEY (id), 
	CONSTRAINT ck_phases_phase CHECK (phase between 1 and 3), 
	CONSTRAINT fk_phases_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_phases_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_phases_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_phases_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_phases_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
)
-- ;;
CREATE INDEX ix_phases_case_id ON phases (case_id)
-- ;;
CREATE INDEX ix_phases_scope_id ON phases (scope_id)
-- ;;
CREATE TABLE rules (
	id UUID NOT NULL, 
	agreement_id UUID NOT NULL, 
	owner_kind VARCHAR, 
	recipient_kind VARCHAR, 
	category VARCHAR NOT NULL, 
	step VARCHAR, 
	valid_from TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	created_by UUID NOT NULL, 
	CONSTRAINT pk_rules PRIMARY KEY (id), 
	CONSTRAINT fk_rules_agreement_id FOREIGN KEY(agreement_id) REFERENCES agreements (id), 
	CONSTRAINT fk_rules_owner_kind FOREIGN KEY(owner_kind) REFERENCES organisation_kinds (code), 
	CONSTRAINT fk_rules_recipient_kind FOREIGN KEY(recipient_kind) REFERENCES organisation_kinds (code), 
	CONSTRAINT fk_rules_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_rules_created_by FOREIGN KEY(created_by) REFERENCES actors (id)
)
-- ;;
CREATE INDEX ix_rules_category ON rules (category)
-- ;;
CREATE TABLE subjects (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	case_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	birth_date VARCHAR NOT NULL, 
	identifier_kind VARCHAR, 
	identifier_raw VARCHAR, 
	identifier VARCHAR, 
	verified BOOLEAN NOT NULL, 
	description VARCHAR NOT NULL, 
	CONSTRAINT pk_subjects PRIMARY KEY (id), 
	CONSTRAINT ck_subjects_kind CHECK (kind in ('person', 'organisation', 'address', 'vehicle', 'phone', 'account')), 
	CONSTRAINT ck_subjects_role CHECK (role in ('perpetrator', 'victim', 'perpetrator_victim', 'facilitator', 'witness', 'none', 'unknown')), 
	CONSTRAINT fk_subjects_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_subjects_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_subjects_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_subjects_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_subjects_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
)
-- ;;
CREATE INDEX ix_subjects_case_id ON subjects (case_id)
-- ;;
CREATE INDEX ix_subjects_scope_id ON subjects (scope_id)
-- ;;
CREATE TABLE conclusions (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	subject_id UUID NOT NULL, 
	reasons VARCHAR NOT NULL, 
	CONSTRAINT pk_conclusions PRIMARY KEY (id), 
	CONSTRAINT fk_conclusions_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_conclusions_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_conclusions_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_conclusions_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_conclusions_subject_id FOREIGN KEY(subject_id) REFERENCES subjects (id)
)
-- ;;
CREATE INDEX ix_conclusions_scope_id ON conclusions (scope_id)
-- ;;
CREATE INDEX ix_conclusions_subject_id ON conclusions (subject_id)
-- ;;
CREATE TABLE evaluations (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	case_id UUID NOT NULL, 
	subject_id UUID, 
	goal VARCHAR NOT NULL, 
	worked VARCHAR NOT NULL, 
	lessons VARCHAR NOT NULL, 
	CONSTRAINT pk_evaluations PRIMARY KEY (id), 
	CONSTRAINT ck_evaluations_goal CHECK (goal in ('reached', 'partly', 'not_reached', 'unknown')), 
	CONSTRAINT fk_evaluations_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_evaluations_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_evaluations_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_evaluations_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_evaluations_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_evaluations_subject_id FOREIGN KEY(subject_id) REFERENCES subjects (id)
)
-- ;;
CREATE INDEX ix_evaluations_case_id ON evaluations (case_id)
-- ;;
CREATE INDEX ix_evaluations_scope_id ON evaluations (scope_id)
-- ;;
CREATE TABLE interventions (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	subject_id UUID NOT NULL, 
	content_scope_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	partner_id UUID NOT NULL, 
	not_before DATE, 
	due_on DATE NOT NULL, 
	CONSTRAINT pk_interventions PRIMARY KEY (id), 
	CONSTRAINT fk_interventions_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_interventions_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_interventions_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_interventions_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_interventions_subject_id FOREIGN KEY(subject_id) REFERENCES subjects (id), 
	CONSTRAINT uq_interventions_content_scope_id UNIQUE (content_scope_id), 
	CONSTRAINT fk_interventions_content_scope_id FOREIGN KEY(content_scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_interventions_partner_id FOREIGN KEY(partner_id) REFERENCES organisations (id)
)
-- ;;
CREATE INDEX ix_interventions_scope_id ON interventions (scope_id)
-- ;;
CREATE INDEX ix_interventions_subject_id ON interventions (subject_id)
-- ;;
CREATE TABLE opinions (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	subject_id UUID NOT NULL, 
	advice VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT pk_opinions PRIMARY KEY (id), 
	CONSTRAINT ck_opinions_advice CHECK (advice in ('approach', 'back', 'hand_over', 'none')), 
	CONSTRAINT fk_opinions_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_opinions_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_opinions_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_opinions_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_opinions_subject_id FOREIGN KEY(subject_id) REFERENCES subjects (id)
)
-- ;;
CREATE INDEX ix_opinions_scope_id ON opinions (scope_id)
-- ;;
CREATE INDEX ix_opinions_subject_id ON opinions (subject_id)
-- ;;
CREATE TABLE requests (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	case_id UUID NOT NULL, 
	subject_id UUID, 
	asked_id UUID NOT NULL, 
	question VARCHAR NOT NULL, 
	ground VARCHAR NOT NULL, 
	due_on DATE NOT NULL, 
	CONSTRAINT pk_requests PRIMARY KEY (id), 
	CONSTRAINT fk_requests_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_requests_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_requests_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_requests_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_requests_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_requests_subject_id FOREIGN KEY(subject_id) REFERENCES subjects (id), 
	CONSTRAINT fk_requests_asked_id FOREIGN KEY(asked_id) REFERENCES organisations (id)
)
-- ;;
CREATE INDEX ix_requests_case_id ON requests (case_id)
-- ;;
CREATE INDEX ix_requests_scope_id ON requests (scope_id)
-- ;;
CREATE TABLE rule_exceptions (
	rule_id UUID NOT NULL, 
	organisation_id UUID NOT NULL, 
	side VARCHAR NOT NULL, 
	CONSTRAINT pk_rule_exceptions PRIMARY KEY (rule_id, organisation_id, side), 
	CONSTRAINT ck_rule_exceptions_side CHECK (side in ('owner', 'recipient')), 
	CONSTRAINT fk_rule_exceptions_rule_id FOREIGN KEY(rule_id) REFERENCES rules (id), 
	CONSTRAINT fk_rule_exceptions_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id)
)
-- ;;
CREATE TABLE weighings (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	subject_id UUID NOT NULL, 
	outcome VARCHAR NOT NULL, 
	qualification VARCHAR NOT NULL, 
	certainty VARCHAR NOT NULL, 
	possible_victim BOOLEAN NOT NULL, 
	necessity VARCHAR NOT NULL, 
	proportionality VARCHAR NOT NULL, 
	subsidiarity VARCHAR NOT NULL, 
	dissent VARCHAR NOT NULL, 
	few_opinions_reason VARCHAR NOT NULL, 
	handed_to VARCHAR, 
	CONSTRAINT pk_weighings PRIMARY KEY (id), 
	CONSTRAINT ck_weighings_outcome CHECK (outcome in ('approach', 'back', 'hand_over', 'none')), 
	CONSTRAINT ck_weighings_motive CHECK (length(trim(necessity)) > 0 and length(trim(proportionality)) > 0 and length(trim(subsidiarity)) > 0), 
	CONSTRAINT fk_weighings_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_weighings_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_weighings_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_weighings_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_weighings_subject_id FOREIGN KEY(subject_id) REFERENCES subjects (id)
)
-- ;;
CREATE INDEX ix_weighings_scope_id ON weighings (scope_id)
-- ;;
CREATE INDEX ix_weighings_subject_id ON weighings (subject_id)
-- ;;
CREATE TABLE answers (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	request_id UUID NOT NULL, 
	outcome VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT pk_answers PRIMARY KEY (id), 
	CONSTRAINT ck_answers_outcome CHECK (outcome in ('provided', 'nothing_known', 'refused', 'not_competent')), 
	CONSTRAINT fk_answers_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_answers_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_answers_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_answers_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT uq_answers_request_id UNIQUE (request_id), 
	CONSTRAINT fk_answers_request_id FOREIGN KEY(request_id) REFERENCES requests (id)
)
-- ;;
CREATE INDEX ix_answers_scope_id ON answers (scope_id)
-- ;;
CREATE TABLE contributions (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	subject_id UUID NOT NULL, 
	text VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	observed_on DATE, 
	request_id UUID, 
	corrected_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_contributions PRIMARY KEY (id), 
	CONSTRAINT fk_contributions_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_contributions_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_contributions_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_contributions_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_contributions_subject_id FOREIGN KEY(subject_id) REFERENCES subjects (id), 
	CONSTRAINT fk_contributions_request_id FOREIGN KEY(request_id) REFERENCES requests (id)
)
-- ;;
CREATE INDEX ix_contributions_scope_id ON contributions (scope_id)
-- ;;
CREATE INDEX ix_contributions_subject_id ON contributions (subject_id)
-- ;;
CREATE TABLE instructions (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	intervention_id UUID NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT pk_instructions PRIMARY KEY (id), 
	CONSTRAINT fk_instructions_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_instructions_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_instructions_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_instructions_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_instructions_intervention_id FOREIGN KEY(intervention_id) REFERENCES interventions (id)
)
-- ;;
CREATE INDEX ix_instructions_intervention_id ON instructions (intervention_id)
-- ;;
CREATE INDEX ix_instructions_scope_id ON instructions (scope_id)
-- ;;
CREATE TABLE replies (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	intervention_id UUID NOT NULL, 
	outcome VARCHAR NOT NULL, 
	capacity_hours INTEGER, 
	priority VARCHAR, 
	reason VARCHAR NOT NULL, 
	until DATE, 
	CONSTRAINT pk_replies PRIMARY KEY (id), 
	CONSTRAINT ck_replies_outcome CHECK (outcome in ('accepted', 'refused', 'deferred')), 
	CONSTRAINT ck_replies_priority CHECK (priority in ('high', 'normal', 'low')), 
	CONSTRAINT ck_replies_capacity CHECK (capacity_hours is null or capacity_hours >= 0), 
	CONSTRAINT fk_replies_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_replies_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_replies_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_replies_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_replies_intervention_id FOREIGN KEY(intervention_id) REFERENCES interventions (id)
)
-- ;;
CREATE INDEX ix_replies_intervention_id ON replies (intervention_id)
-- ;;
CREATE INDEX ix_replies_scope_id ON replies (scope_id)
-- ;;
CREATE TABLE reports (
	id UUID NOT NULL, 
	scope_id UUID NOT NULL, 
	owner_id UUID NOT NULL, 
	category VARCHAR NOT NULL, 
	actor_id UUID NOT NULL, 
	circle UUID[], 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	intervention_id UUID NOT NULL, 
	kind VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	result VARCHAR, 
	CONSTRAINT pk_reports PRIMARY KEY (id), 
	CONSTRAINT ck_reports_kind CHECK (kind in ('progress', 'completion')), 
	CONSTRAINT ck_reports_result CHECK ((kind = 'completion') = (result is not null) and (result is null or result in ('reached', 'partly', 'not_reached', 'impossible'))), 
	CONSTRAINT fk_reports_scope_id FOREIGN KEY(scope_id) REFERENCES scopes (id), 
	CONSTRAINT fk_reports_owner_id FOREIGN KEY(owner_id) REFERENCES organisations (id), 
	CONSTRAINT fk_reports_category FOREIGN KEY(category) REFERENCES categories (code), 
	CONSTRAINT fk_reports_actor_id FOREIGN KEY(actor_id) REFERENCES actors (id), 
	CONSTRAINT fk_reports_intervention_id FOREIGN KEY(intervention_id) REFERENCES interventions (id)
)
-- ;;
CREATE INDEX ix_reports_intervention_id ON reports (intervention_id)
-- ;;
CREATE INDEX ix_reports_scope_id ON reports (scope_id)
-- ;;

create function my_actor() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.actor', true), '')::uuid $$

-- ;;

create function my_organisation() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.organisation', true), '')::uuid $$

-- ;;

create function viewers() returns uuid[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.viewers', true), ''), ',')::uuid[] $$

-- ;;

create function viewer_actors() returns uuid[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.actors', true), ''), ',')::uuid[] $$

-- ;;

create function admitted() returns text[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.compartments', true), ''), ',') $$

-- ;;

create function my_roles() returns text[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.roles', true), ''), ',') $$

-- ;;

create function has_content_role() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('app.content', true), '') = 'yes' $$

-- ;;

create function today() returns date language sql stable parallel safe as
$$ select (statement_timestamp() at time zone 'Europe/Amsterdam')::date $$

-- ;;
grant execute on function my_actor() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function my_organisation() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function viewers() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function viewer_actors() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function admitted() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function my_roles() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function has_content_role() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function today() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;

create function become(wanted uuid[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  known int;
  everyone_content boolean;
  shared_compartments text;
  organisations_text text;
  me jsonb;
begin
  select count(*) into known from actors a join organisations o on o.id = a.organisation_id
   where a.id = any(wanted) and a.active and o.active;
  if known = 0 or known <> cardinality(wanted) then
    raise exception 'unknown actor' using errcode = '28000';
  end if;

  -- On a wall everyone must pass: content and compartments are what all of them have.
  select bool_and(exists (
           select from actor_roles r where r.actor_id = w.id and r.valid_from <= today()
              and (r.valid_until is null or r.valid_until > today())
              and r.role in ('reporter', 'handler', 'mandate_holder', 'case_manager', 'preparation', 'analyst', 'chair')))
    into everyone_content from unnest(wanted) as w(id);
  select string_agg(compartment, ',') into shared_compartments from (
    select m.compartment from admissions m
     where m.actor_id = any(wanted) and m.valid_from <= today() and m.valid_until > today()
       and m.screened_on <= today() and m.trained_on <= today()
     group by m.compartment having count(distinct m.actor_id) = cardinality(wanted)
     order by m.compartment) both_have;
  select string_agg(distinct a.organisation_id::text, ',') into organisations_text
    from actors a where a.id = any(wanted);

  select jsonb_build_object(
      'id', a.id, 'organisation_id', o.id, 'organisation_name', o.name, 'organisation_kind', o.kind,
      'name', a.name, 'kind', a.kind, 'language', a.language, 'municipality_code', o.municipality_code,
      'wgs_participant', o.wgs_participant,
      'roles', coalesce((select jsonb_agg(r.role order by r.role) from actor_roles r
          where r.actor_id = a.id and r.valid_from <= today()
            and (r.valid_until is null or r.valid_until > today())), '[]'),
      'compartments', to_jsonb(coalesce(string_to_array(shared_compartments, ','), '{}')))
    into me from actors a join organisations o on o.id = a.organisation_id where a.id = wanted[1];

  -- Who stands before a wall acts for nobody: writing needs exactly one actor.
  perform set_config('app.actor', case when cardinality(wanted) = 1 then wanted[1]::text else '' end, true),
          set_config('app.organisation',
                     case when cardinality(wanted) = 1 then me ->> 'organisation_id' else '' end, true),
          set_config('app.viewers', organisations_text, true),
          set_config('app.actors', array_to_string(wanted, ','), true),
          set_config('app.compartments', coalesce(shared_compartments, ''), true),
          set_config('app.roles', case when cardinality(wanted) = 1
            then (select coalesce(string_agg(x, ','), '') from jsonb_array_elements_text(me -> 'roles') x)
            else '' end, true),
          set_config('app.content', case when everyone_content then 'yes' else '' end, true);
  return me;
end $$

-- ;;
revoke all on function become(uuid[]) from public
-- ;;
grant execute on function become(uuid[]) to schakel_app
-- ;;
alter function become(uuid[]) owner to schakel_reader
-- ;;

create function takes_part(wanted uuid, parts text[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select has_content_role() and exists (
    select from participations p
     where p.scope_id = wanted and p.organisation_id = my_organisation() and p.ended_at is null
       and p.part = any(parts) and not p.sealed and p.compartment = any(admitted()))
    and not exists (select from bars b where b.scope_id = wanted and b.actor_id = my_actor())
$$

-- ;;
revoke all on function takes_part(uuid, text[]) from public
-- ;;
grant execute on function takes_part(uuid, text[]) to schakel_app
-- ;;
alter function takes_part(uuid, text[]) owner to schakel_reader
-- ;;

create function participants_of(scope uuid) returns table (organisation_id uuid, name text, part text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select o.id, o.name, p.part from participations p join organisations o on o.id = p.organisation_id
   where p.scope_id = scope and p.ended_at is null and has_content_role()
     and (select s.compartment from scopes s where s.id = scope) = any(admitted())
     and not exists (select from bars b where b.scope_id = scope and b.actor_id = any(viewer_actors()))
     and not exists (select from unnest(viewers()) v(id) where not exists (
           select from participations mine where mine.scope_id = scope and mine.organisation_id = v.id
              and mine.ended_at is null))
   order by o.name, p.part
$$

-- ;;
revoke all on function participants_of(uuid) from public
-- ;;
grant execute on function participants_of(uuid) to schakel_app
-- ;;
alter function participants_of(uuid) owner to schakel_reader
-- ;;

create function hold(scope uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(root.id::text, 0)) from (
    with recursive line as (
      select s.id, s.parent_id from scopes s where s.id = scope
       union select s.id, s.parent_id from scopes s join line l on s.id = l.parent_id)
    select l.id from line l where l.parent_id is null) root;
end $$

-- ;;
revoke all on function hold(uuid) from public
-- ;;
grant execute on function hold(uuid) to schakel_reader
-- ;;
alter function hold(uuid) owner to schakel_reader
-- ;;

create function touch() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  -- One moment for the whole act: what it added first has told everyone already.
  moment timestamptz := transaction_timestamp();
begin
  if not exists (select from fresh n join participations p on p.scope_id = n.scope_id
                  where p.ended_at is null and p.last_activity_at < moment) then
    return null;
  end if;
  perform hold(n.scope_id) from (select distinct f.scope_id from fresh f order by 1) n;
  -- Only organisations that can see a new row notice that something happened (no trace for the others).
  with recursive sighted as (
    select distinct n.scope_id, p.organisation_id
      from fresh n
      join participations p on p.scope_id = n.scope_id and p.ended_at is null
      join organisations o on o.id = n.owner_id
     where p.organisation_id = n.owner_id
        or n.circle is null and exists (
           select from sharing_decisions d
            where d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part
              and d.step = p.step and d.category = n.category and d.level <> 'existence'
              and d.owner in (case when o.sharing_key = o.kind then '*' else '-' end, o.sharing_key)
              and d.reach in ('all', case when p.own_territory then 'municipality' else '-' end))
  ), line as (
    select scope_id, organisation_id from sighted
     union
    select s.parent_id, l.organisation_id from line l join scopes s on s.id = l.scope_id
     where s.parent_id is not null
  )
  update participations p set last_activity_at = moment from line l
   where p.scope_id = l.scope_id and p.organisation_id = l.organisation_id and p.last_activity_at < moment;
  return null;
end $$

-- ;;
revoke all on function touch() from public
-- ;;
grant execute on function touch() to schakel_owner
-- ;;
alter function touch() owner to schakel_reader
-- ;;

create function settle_in() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  select s.kind, s.compartment, s.step, s.phase, s.sealed_at is not null,
         coalesce(s.municipality_code = o.municipality_code, false)
    into strict new.kind, new.compartment, new.step, new.phase, new.sealed, new.own_territory
    from scopes s, organisations o where s.id = new.scope_id and o.id = new.organisation_id;
  return new;
end $$

-- ;;
revoke all on function settle_in() from public
-- ;;
grant execute on function settle_in() to schakel_owner
-- ;;
alter function settle_in() owner to schakel_reader
-- ;;
create trigger settle_in before insert on participations for each row execute function settle_in()
-- ;;

create function follow() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update participations p
     set compartment = new.compartment, step = new.step, phase = new.phase, sealed = new.sealed_at is not null
   where p.scope_id = new.id;
  return null;
end $$

-- ;;
revoke all on function follow() from public
-- ;;
grant execute on function follow() to schakel_owner
-- ;;
alter function follow() owner to schakel_reader
-- ;;
create trigger follow after update on scopes for each row execute function follow()
-- ;;

create function ends_once() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  before text := to_jsonb(old) ->> tg_argv[0];
  after text := to_jsonb(new) ->> tg_argv[0];
begin
  if before is not null and (after is null or after > before) then
    raise exception 'what has an end is not revived' using errcode = 'P0002';
  end if;
  return new;
end $$

-- ;;
revoke all on function ends_once() from public
-- ;;
grant execute on function ends_once() to schakel_owner
-- ;;
alter function ends_once() owner to schakel_reader
-- ;;
alter table organisations enable row level security
-- ;;
create policy readable on organisations for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on organisations to schakel_app
-- ;;
create policy administered on organisations for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, name, short_name, kind, municipality_code, district, wgs_participant, preparation, active, sharing_key) on organisations to schakel_app
-- ;;
alter table actors enable row level security
-- ;;
create policy readable on actors for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on actors to schakel_app
-- ;;
create policy administered on actors for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, organisation_id, kind, name, email, function_title, language, active) on actors to schakel_app
-- ;;
alter table actor_roles enable row level security
-- ;;
create policy readable on actor_roles for select to schakel_app using (exists (select from actors a where a.id = actor_roles.actor_id and a.organisation_id = any(viewers())) or 'functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant select on actor_roles to schakel_app
-- ;;
create policy administered on actor_roles for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (actor_id, role, valid_from, valid_until) on actor_roles to schakel_app
-- ;;
create policy ended on actor_roles for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on actor_roles to schakel_app
-- ;;
create trigger ends_once before update on actor_roles for each row execute function ends_once('valid_until')
-- ;;
alter table admissions enable row level security
-- ;;
create policy readable on admissions for select to schakel_app using (exists (select from actors a where a.id = admissions.actor_id and a.organisation_id = any(viewers())) or 'functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant select on admissions to schakel_app
-- ;;
create policy administered on admissions for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, actor_id, compartment, screening_kind, screened_on, trained_on, valid_from, valid_until) on admissions to schakel_app
-- ;;
create policy ended on admissions for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on admissions to schakel_app
-- ;;
create trigger ends_once before update on admissions for each row execute function ends_once('valid_until')
-- ;;
alter table agreements enable row level security
-- ;;
create policy readable on agreements for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on agreements to schakel_app
-- ;;
create policy administered on agreements for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, kind, title, version, signed_on, valid_from, valid_until, created_by) on agreements to schakel_app
-- ;;
create policy ended on agreements for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on agreements to schakel_app
-- ;;
create trigger ends_once before update on agreements for each row execute function ends_once('valid_until')
-- ;;
alter table rules enable row level security
-- ;;
create policy readable on rules for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on rules to schakel_app
-- ;;
create policy administered on rules for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, agreement_id, owner_kind, recipient_kind, category, step, created_by) on rules to schakel_app
-- ;;
create policy ended on rules for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (ended_at is not null)
-- ;;
grant update (ended_at) on rules to schakel_app
-- ;;
create trigger ends_once before update on rules for each row execute function ends_once('ended_at')
-- ;;
alter table rule_exceptions enable row level security
-- ;;
create policy readable on rule_exceptions for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on rule_exceptions to schakel_app
-- ;;
create policy administered on rule_exceptions for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (rule_id, organisation_id, side) on rule_exceptions to schakel_app
-- ;;
alter table organisation_kinds enable row level security
-- ;;
create policy readable on organisation_kinds for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on organisation_kinds to schakel_app
-- ;;
alter table categories enable row level security
-- ;;
create policy readable on categories for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on categories to schakel_app
-- ;;
alter table suppliers enable row level security
-- ;;
create policy readable on suppliers for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on suppliers to schakel_app
-- ;;
alter table ceilings enable row level security
-- ;;
create policy readable on ceilings for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on ceilings to schakel_app
-- ;;
alter table transitions enable row level security
-- ;;
create policy readable on transitions for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on transitions to schakel_app
-- ;;

create view agreed as
select w.id as viewer, c.compartment::text, c.part::text, c.step::text, r.owner_kind, c.category::text,
       c.reach::text, c.level::text, r.id as rule_id, c.ground::text, c.id as ceiling_id, r.agreement_id
  from ceilings c
  join rules r on r.category = c.category and (r.step is null or r.step = c.step)
  join agreements g on g.id = r.agreement_id
  join organisations w on w.active and (r.recipient_kind is null or r.recipient_kind = w.kind)
 where c.reach <> 'own'
   and c.valid_from <= today() and (c.valid_until is null or c.valid_until > today())
   and r.valid_from <= statement_timestamp() and (r.ended_at is null or r.ended_at > statement_timestamp())
   and g.valid_from <= statement_timestamp()
   and (g.valid_until is null or g.valid_until > statement_timestamp())
   and not exists (select from rule_exceptions x
                    where x.rule_id = r.id and x.side = 'recipient' and x.organisation_id = w.id)

-- ;;
alter view agreed owner to schakel_reader
-- ;;

create view sharing_decisions as
select a.viewer, a.compartment, a.part, a.step, coalesce(a.owner_kind, '*')::text as owner, a.category, a.reach,
       a.level, a.rule_id, a.ground, a.ceiling_id, a.agreement_id
  from agreed a
 union all
select a.viewer, a.compartment, a.part, a.step, o.sharing_key::text, a.category, a.reach, a.level, a.rule_id,
       a.ground, a.ceiling_id, a.agreement_id
  from organisations o join agreed a on a.owner_kind is null or a.owner_kind = o.kind
 where o.sharing_key <> o.kind
   and not exists (select from rule_exceptions x
                    where x.rule_id = a.rule_id and x.side = 'owner' and x.organisation_id = o.id)

-- ;;
alter view sharing_decisions owner to schakel_reader
-- ;;

create function shared_with(organisation uuid) returns table (viewer uuid, compartment text, part text, step text, owner text, category text, reach text, level text, rule_id uuid, ground text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select viewer, compartment, part, step, owner, category, reach, level, rule_id, ground from sharing_decisions where viewer = organisation $$

-- ;;
revoke all on function shared_with(uuid) from public
-- ;;
grant execute on function shared_with(uuid) to schakel_app
-- ;;
alter function shared_with(uuid) owner to schakel_reader
-- ;;

create function shared_with_me() returns table (viewer uuid, compartment text, part text, step text, owner text, category text, reach text, level text, rule_id uuid, ground text)
language plpgsql stable security definer rows 300 set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  return query select viewer, compartment, part, step, owner, category, reach, level, rule_id, ground from sharing_decisions
                where viewer = any(viewers()) and level <> 'existence';
end $$

-- ;;
revoke all on function shared_with_me() from public
-- ;;
grant execute on function shared_with_me() to schakel_app
-- ;;
alter function shared_with_me() owner to schakel_reader
-- ;;

create function stand_apart() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update organisations set sharing_key = id::text where id = new.organisation_id and new.side = 'owner';
  return null;
end $$

-- ;;
revoke all on function stand_apart() from public
-- ;;
grant execute on function stand_apart() to schakel_owner
-- ;;
alter function stand_apart() owner to schakel_reader
-- ;;
create trigger stand_apart after insert on rule_exceptions for each row execute function stand_apart()
-- ;;
alter table participations enable row level security
-- ;;
create policy mine on participations for select to schakel_app using (organisation_id = any(case when has_content_role() then viewers() end) and compartment = any(admitted()) and not exists (select from bars b where b.scope_id = participations.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
grant select on participations to schakel_app
-- ;;
alter table scopes enable row level security
-- ;;
create policy mine on scopes for select to schakel_app using (cardinality(viewers()) > 0 and not exists (select from unnest(viewers()) v(id) where not exists (select from participations p where p.scope_id = scopes.id and p.organisation_id = v.id and p.ended_at is null)))
-- ;;
grant select on scopes to schakel_app
-- ;;
alter table bars enable row level security
-- ;;
create policy mine on bars for select to schakel_app using (actor_id = any(viewer_actors()))
-- ;;
grant select on bars to schakel_app
-- ;;
create policy reader on organisations for select to schakel_reader using (true)
-- ;;
grant select on organisations to schakel_reader
-- ;;
create policy reader on actors for select to schakel_reader using (true)
-- ;;
grant select on actors to schakel_reader
-- ;;
create policy reader on actor_roles for select to schakel_reader using (true)
-- ;;
grant select on actor_roles to schakel_reader
-- ;;
create policy reader on admissions for select to schakel_reader using (true)
-- ;;
grant select on admissions to schakel_reader
-- ;;
create policy reader on scopes for select to schakel_reader using (true)
-- ;;
grant select on scopes to schakel_reader
-- ;;
create policy reader on participations for select to schakel_reader using (true)
-- ;;
grant select on participations to schakel_reader
-- ;;
create policy reader on bars for select to schakel_reader using (true)
-- ;;
grant select on bars to schakel_reader
-- ;;
create policy reader on categories for select to schakel_reader using (true)
-- ;;
grant select on categories to schakel_reader
-- ;;
create policy reader on ceilings for select to schakel_reader using (true)
-- ;;
grant select on ceilings to schakel_reader
-- ;;
create policy reader on rules for select to schakel_reader using (true)
-- ;;
grant select on rules to schakel_reader
-- ;;
create policy reader on rule_exceptions for select to schakel_reader using (true)
-- ;;
grant select on rule_exceptions to schakel_reader
-- ;;
create policy reader on agreements for select to schakel_reader using (true)
-- ;;
grant select on agreements to schakel_reader
-- ;;
create policy reader on transitions for select to schakel_reader using (true)
-- ;;
grant select on transitions to schakel_reader
-- ;;
create policy reader on suppliers for select to schakel_reader using (true)
-- ;;
grant select on suppliers to schakel_reader
-- ;;
create policy reader_writes on organisations for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on organisations to schakel_reader
-- ;;
create policy reader_writes on scopes for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on scopes to schakel_reader
-- ;;
create policy reader_writes on participations for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on participations to schakel_reader
-- ;;
create policy reader_writes on bars for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on bars to schakel_reader
-- ;;
alter table cases enable row level security
-- ;;
create policy own on cases as permissive for all to schakel_app using (has_content_role() and cases.owner_id = all(viewers())) with check (has_content_role() and cases.owner_id = my_organisation())
-- ;;
create policy shared on cases as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where cases.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = cases.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = cases.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, cases.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on cases as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = cases.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on cases as restrictive for all to schakel_app using ((cases.circle is null or cases.owner_id = all(viewers()) or viewer_actors() <@ cases.circle) and not exists (
  select from bars b where b.scope_id = cases.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on cases as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = cases.category
  where p.scope_id = cases.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on cases as restrictive for insert to schakel_app with check (cases.actor_id = my_actor() and exists (select from participations p where p.scope_id = cases.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on cases to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, number, title, purpose, activity, organised_crime_link, municipality_code, manager_due_on) on cases to schakel_app
-- ;;
create trigger touch after insert on cases referencing new table as fresh for each statement execute function touch()
-- ;;
alter table signals enable row level security
-- ;;
create policy own on signals as permissive for all to schakel_app using (has_content_role() and signals.owner_id = all(viewers())) with check (has_content_role() and signals.owner_id = my_organisation())
-- ;;
create policy shared on signals as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where signals.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = signals.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = signals.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, signals.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on signals as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = signals.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on signals as restrictive for all to schakel_app using ((signals.circle is null or signals.owner_id = all(viewers()) or viewer_actors() <@ signals.circle) and not exists (
  select from bars b where b.scope_id = signals.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on signals as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = signals.category
  where p.scope_id = signals.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on signals as restrictive for insert to schakel_app with check (signals.actor_id = my_actor() and exists (select from participations p where p.scope_id = signals.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on signals to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, number, form, narrative, task, organised_crime_link, observed_from, observed_until, place, municipality_code, urgency, reference) on signals to schakel_app
-- ;;
create trigger touch after insert on signals referencing new table as fresh for each statement execute function touch()
-- ;;
alter table statuses enable row level security
-- ;;
create policy own on statuses as permissive for all to schakel_app using (has_content_role() and statuses.owner_id = all(viewers())) with check (has_content_role() and statuses.owner_id = my_organisation())
-- ;;
create policy shared on statuses as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where statuses.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = statuses.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = statuses.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, statuses.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on statuses as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = statuses.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on statuses as restrictive for all to schakel_app using ((statuses.circle is null or statuses.owner_id = all(viewers()) or viewer_actors() <@ statuses.circle) and not exists (
  select from bars b where b.scope_id = statuses.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on statuses as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = statuses.category
  where p.scope_id = statuses.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on statuses as restrictive for insert to schakel_app with check (statuses.actor_id = my_actor() and exists (select from participations p where p.scope_id = statuses.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on statuses to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, of_id, status) on statuses to schakel_app
-- ;;
create trigger touch after insert on statuses referencing new table as fresh for each statement execute function touch()
-- ;;
alter table additions enable row level security
-- ;;
create policy own on additions as permissive for all to schakel_app using (has_content_role() and additions.owner_id = all(viewers())) with check (has_content_role() and additions.owner_id = my_organisation())
-- ;;
create policy shared on additions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where additions.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = additions.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = additions.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, additions.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on additions as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = additions.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on additions as restrictive for all to schakel_app using ((additions.circle is null or additions.owner_id = all(viewers()) or viewer_actors() <@ additions.circle) and not exists (
  select from bars b where b.scope_id = additions.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on additions as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = additions.category
  where p.scope_id = additions.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on additions as restrictive for insert to schakel_app with check (additions.actor_id = my_actor() and exists (select from participations p where p.scope_id = additions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on additions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, text) on additions to schakel_app
-- ;;
create trigger touch after insert on additions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table assessments enable row level security
-- ;;
create policy own on assessments as permissive for all to schakel_app using (has_content_role() and assessments.owner_id = all(viewers())) with check (has_content_role() and assessments.owner_id = my_organisation())
-- ;;
create policy shared on assessments as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where assessments.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = assessments.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = assessments.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, assessments.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on assessments as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = assessments.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on assessments as restrictive for all to schakel_app using ((assessments.circle is null or assessments.owner_id = all(viewers()) or viewer_actors() <@ assessments.circle) and not exists (
  select from bars b where b.scope_id = assessments.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on assessments as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = assessments.category
  where p.scope_id = assessments.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on assessments as restrictive for insert to schakel_app with check (assessments.actor_id = my_actor() and exists (select from participations p where p.scope_id = assessments.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on assessments to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, outcome, concrete_observation, listed_form, joint_processing_necessary, joint_approach_expected, within_region, reasons, handed_to, case_id) on assessments to schakel_app
-- ;;
create trigger touch after insert on assessments referencing new table as fresh for each statement execute function touch()
-- ;;
alter table closures enable row level security
-- ;;
create policy own on closures as permissive for all to schakel_app using (has_content_role() and closures.owner_id = all(viewers())) with check (has_content_role() and closures.owner_id = my_organisation())
-- ;;
create policy shared on closures as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where closures.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = closures.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = closures.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, closures.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on closures as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = closures.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on closures as restrictive for all to schakel_app using ((closures.circle is null or closures.owner_id = all(viewers()) or viewer_actors() <@ closures.circle) and not exists (
  select from bars b where b.scope_id = closures.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on closures as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = closures.category
  where p.scope_id = closures.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on closures as restrictive for insert to schakel_app with check (closures.actor_id = my_actor() and exists (select from participations p where p.scope_id = closures.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on closures to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, reason, text) on closures to schakel_app
-- ;;
create trigger touch after insert on closures referencing new table as fresh for each statement execute function touch()
-- ;;
alter table mentions enable row level security
-- ;;
create policy own on mentions as permissive for all to schakel_app using (has_content_role() and mentions.owner_id = all(viewers())) with check (has_content_role() and mentions.owner_id = my_organisation())
-- ;;
create policy shared on mentions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where mentions.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = mentions.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = mentions.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, mentions.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on mentions as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = mentions.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on mentions as restrictive for all to schakel_app using ((mentions.circle is null or mentions.owner_id = all(viewers()) or viewer_actors() <@ mentions.circle) and not exists (
  select from bars b where b.scope_id = mentions.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on mentions as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = mentions.category
  where p.scope_id = mentions.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on mentions as restrictive for insert to schakel_app with check (mentions.actor_id = my_actor() and exists (select from participations p where p.scope_id = mentions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on mentions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, kind, name, birth_date, identifier_kind, identifier_raw, identifier, verified, description) on mentions to schakel_app
-- ;;
create trigger touch after insert on mentions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table namings enable row level security
-- ;;
create policy own on namings as permissive for all to schakel_app using (has_content_role() and namings.owner_id = all(viewers())) with check (has_content_role() and namings.owner_id = my_organisation())
-- ;;
create policy shared on namings as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where namings.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = namings.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = namings.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, namings.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on namings as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = namings.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on namings as restrictive for all to schakel_app using ((namings.circle is null or namings.owner_id = all(viewers()) or viewer_actors() <@ namings.circle) and not exists (
  select from bars b where b.scope_id = namings.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on namings as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = namings.category
  where p.scope_id = namings.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on namings as restrictive for insert to schakel_app with check (namings.actor_id = my_actor() and exists (select from participations p where p.scope_id = namings.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on namings to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, manager_id) on namings to schakel_app
-- ;;
create trigger touch after insert on namings referencing new table as fresh for each statement execute function touch()
-- ;;
alter table observations enable row level security
-- ;;
create policy own on observations as permissive for all to schakel_app using (has_content_role() and observations.owner_id = all(viewers())) with check (has_content_role() and observations.owner_id = my_organisation())
-- ;;
create policy shared on observations as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where observations.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = observations.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = observations.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, observations.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on observations as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = observations.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on observations as restrictive for all to schakel_app using ((observations.circle is null or observations.owner_id = all(viewers()) or viewer_actors() <@ observations.circle) and not exists (
  select from bars b where b.scope_id = observations.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on observations as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = observations.category
  where p.scope_id = observations.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on observations as restrictive for insert to schakel_app with check (observations.actor_id = my_actor() and exists (select from participations p where p.scope_id = observations.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on observations to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, indicator, words, source, observed_on, other_explanation) on observations to schakel_app
-- ;;
create trigger touch after insert on observations referencing new table as fresh for each statement execute function touch()
-- ;;
alter table phases enable row level security
-- ;;
create policy own on phases as permissive for all to schakel_app using (has_content_role() and phases.owner_id = all(viewers())) with check (has_content_role() and phases.owner_id = my_organisation())
-- ;;
create policy shared on phases as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where phases.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = phases.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = phases.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, phases.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on phases as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = phases.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on phases as restrictive for all to schakel_app using ((phases.circle is null or phases.owner_id = all(viewers()) or viewer_actors() <@ phases.circle) and not exists (
  select from bars b where b.scope_id = phases.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on phases as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = phases.category
  where p.scope_id = phases.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on phases as restrictive for insert to schakel_app with check (phases.actor_id = my_actor() and exists (select from participations p where p.scope_id = phases.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on phases to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, phase, necessity) on phases to schakel_app
-- ;;
create trigger touch after insert on phases referencing new table as fresh for each statement execute function touch()
-- ;;
alter table subjects enable row level security
-- ;;
create policy own on subjects as permissive for all to schakel_app using (has_content_role() and subjects.owner_id = all(viewers())) with check (has_content_role() and subjects.owner_id = my_organisation())
-- ;;
create policy shared on subjects as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where subjects.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = subjects.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = subjects.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, subjects.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on subjects as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = subjects.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on subjects as restrictive for all to schakel_app using ((subjects.circle is null or subjects.owner_id = all(viewers()) or viewer_actors() <@ subjects.circle) and not exists (
  select from bars b where b.scope_id = subjects.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on subjects as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = subjects.category
  where p.scope_id = subjects.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on subjects as restrictive for insert to schakel_app with check (subjects.actor_id = my_actor() and exists (select from participations p where p.scope_id = subjects.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on subjects to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, kind, role, name, birth_date, identifier_kind, identifier_raw, identifier, verified, description) on subjects to schakel_app
-- ;;
create trigger touch after insert on subjects referencing new table as fresh for each statement execute function touch()
-- ;;
alter table conclusions enable row level security
-- ;;
create policy own on conclusions as permissive for all to schakel_app using (has_content_role() and conclusions.owner_id = all(viewers())) with check (has_content_role() and conclusions.owner_id = my_organisation())
-- ;;
create policy shared on conclusions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where conclusions.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = conclusions.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = conclusions.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, conclusions.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on conclusions as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = conclusions.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on conclusions as restrictive for all to schakel_app using ((conclusions.circle is null or conclusions.owner_id = all(viewers()) or viewer_actors() <@ conclusions.circle) and not exists (
  select from bars b where b.scope_id = conclusions.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on conclusions as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = conclusions.category
  where p.scope_id = conclusions.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on conclusions as restrictive for insert to schakel_app with check (conclusions.actor_id = my_actor() and exists (select from participations p where p.scope_id = conclusions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on conclusions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, reasons) on conclusions to schakel_app
-- ;;
create trigger touch after insert on conclusions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table evaluations enable row level security
-- ;;
create policy own on evaluations as permissive for all to schakel_app using (has_content_role() and evaluations.owner_id = all(viewers())) with check (has_content_role() and evaluations.owner_id = my_organisation())
-- ;;
create policy shared on evaluations as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where evaluations.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = evaluations.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = evaluations.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, evaluations.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on evaluations as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = evaluations.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on evaluations as restrictive for all to schakel_app using ((evaluations.circle is null or evaluations.owner_id = all(viewers()) or viewer_actors() <@ evaluations.circle) and not exists (
  select from bars b where b.scope_id = evaluations.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on evaluations as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = evaluations.category
  where p.scope_id = evaluations.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on evaluations as restrictive for insert to schakel_app with check (evaluations.actor_id = my_actor() and exists (select from participations p where p.scope_id = evaluations.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on evaluations to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, subject_id, goal, worked, lessons) on evaluations to schakel_app
-- ;;
create trigger touch after insert on evaluations referencing new table as fresh for each statement execute function touch()
-- ;;
alter table interventions enable row level security
-- ;;
create policy own on interventions as permissive for all to schakel_app using (has_content_role() and interventions.owner_id = all(viewers())) with check (has_content_role() and interventions.owner_id = my_organisation())
-- ;;
create policy shared on interventions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where interventions.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = interventions.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = interventions.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, interventions.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on interventions as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = interventions.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on interventions as restrictive for all to schakel_app using ((interventions.circle is null or interventions.owner_id = all(viewers()) or viewer_actors() <@ interventions.circle) and not exists (
  select from bars b where b.scope_id = interventions.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on interventions as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = interventions.category
  where p.scope_id = interventions.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on interventions as restrictive for insert to schakel_app with check (interventions.actor_id = my_actor() and exists (select from participations p where p.scope_id = interventions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on interventions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, content_scope_id, kind, partner_id, not_before, due_on) on interventions to schakel_app
-- ;;
create trigger touch after insert on interventions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table opinions enable row level security
-- ;;
create policy own on opinions as permissive for all to schakel_app using (has_content_role() and opinions.owner_id = all(viewers())) with check (has_content_role() and opinions.owner_id = my_organisation())
-- ;;
create policy shared on opinions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where opinions.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = opinions.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = opinions.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, opinions.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on opinions as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = opinions.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on opinions as restrictive for all to schakel_app using ((opinions.circle is null or opinions.owner_id = all(viewers()) or viewer_actors() <@ opinions.circle) and not exists (
  select from bars b where b.scope_id = opinions.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on opinions as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = opinions.category
  where p.scope_id = opinions.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on opinions as restrictive for insert to schakel_app with check (opinions.actor_id = my_actor() and exists (select from participations p where p.scope_id = opinions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on opinions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, advice, text) on opinions to schakel_app
-- ;;
create trigger touch after insert on opinions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table requests enable row level security
-- ;;
create policy own on requests as permissive for all to schakel_app using (has_content_role() and requests.owner_id = all(viewers())) with check (has_content_role() and requests.owner_id = my_organisation())
-- ;;
create policy shared on requests as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where requests.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = requests.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = requests.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, requests.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on requests as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = requests.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on requests as restrictive for all to schakel_app using ((requests.circle is null or requests.owner_id = all(viewers()) or viewer_actors() <@ requests.circle) and not exists (
  select from bars b where b.scope_id = requests.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on requests as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = requests.category
  where p.scope_id = requests.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on requests as restrictive for insert to schakel_app with check (requests.actor_id = my_actor() and exists (select from participations p where p.scope_id = requests.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on requests to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, subject_id, asked_id, question, ground, due_on) on requests to schakel_app
-- ;;
create trigger touch after insert on requests referencing new table as fresh for each statement execute function touch()
-- ;;
alter table weighings enable row level security
-- ;;
create policy own on weighings as permissive for all to schakel_app using (has_content_role() and weighings.owner_id = all(viewers())) with check (has_content_role() and weighings.owner_id = my_organisation())
-- ;;
create policy shared on weighings as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where weighings.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = weighings.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = weighings.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, weighings.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on weighings as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = weighings.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on weighings as restrictive for all to schakel_app using ((weighings.circle is null or weighings.owner_id = all(viewers()) or viewer_actors() <@ weighings.circle) and not exists (
  select from bars b where b.scope_id = weighings.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on weighings as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = weighings.category
  where p.scope_id = weighings.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on weighings as restrictive for insert to schakel_app with check (weighings.actor_id = my_actor() and exists (select from participations p where p.scope_id = weighings.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on weighings to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, outcome, qualification, certainty, possible_victim, necessity, proportionality, subsidiarity, dissent, few_opinions_reason, handed_to) on weighings to schakel_app
-- ;;
create trigger touch after insert on weighings referencing new table as fresh for each statement execute function touch()
-- ;;
alter table answers enable row level security
-- ;;
create policy own on answers as permissive for all to schakel_app using (has_content_role() and answers.owner_id = all(viewers())) with check (has_content_role() and answers.owner_id = my_organisation())
-- ;;
create policy shared on answers as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where answers.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = answers.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = answers.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, answers.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on answers as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = answers.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on answers as restrictive for all to schakel_app using ((answers.circle is null or answers.owner_id = all(viewers()) or viewer_actors() <@ answers.circle) and not exists (
  select from bars b where b.scope_id = answers.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on answers as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = answers.category
  where p.scope_id = answers.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on answers as restrictive for insert to schakel_app with check (answers.actor_id = my_actor() and exists (select from participations p where p.scope_id = answers.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on answers to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, request_id, outcome, text) on answers to schakel_app
-- ;;
create trigger touch after insert on answers referencing new table as fresh for each statement execute function touch()
-- ;;
alter table contributions enable row level security
-- ;;
create policy own on contributions as permissive for all to schakel_app using (has_content_role() and contributions.owner_id = all(viewers())) with check (has_content_role() and contributions.owner_id = my_organisation())
-- ;;
create policy shared on contributions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where contributions.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = contributions.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = contributions.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, contributions.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on contributions as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = contributions.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on contributions as restrictive for all to schakel_app using ((contributions.circle is null or contributions.owner_id = all(viewers()) or viewer_actors() <@ contributions.circle) and not exists (
  select from bars b where b.scope_id = contributions.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on contributions as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = contributions.category
  where p.scope_id = contributions.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on contributions as restrictive for insert to schakel_app with check (contributions.actor_id = my_actor() and exists (select from participations p where p.scope_id = contributions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on contributions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, text, source, observed_on, request_id, corrected_at) on contributions to schakel_app
-- ;;
create trigger touch after insert on contributions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table instructions enable row level security
-- ;;
create policy own on instructions as permissive for all to schakel_app using (has_content_role() and instructions.owner_id = all(viewers())) with check (has_content_role() and instructions.owner_id = my_organisation())
-- ;;
create policy shared on instructions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where instructions.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = instructions.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = instructions.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, instructions.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on instructions as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = instructions.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on instructions as restrictive for all to schakel_app using ((instructions.circle is null or instructions.owner_id = all(viewers()) or viewer_actors() <@ instructions.circle) and not exists (
  select from bars b where b.scope_id = instructions.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on instructions as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = instructions.category
  where p.scope_id = instructions.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on instructions as restrictive for insert to schakel_app with check (instructions.actor_id = my_actor() and exists (select from participations p where p.scope_id = instructions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on instructions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, intervention_id, text) on instructions to schakel_app
-- ;;
create trigger touch after insert on instructions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table replies enable row level security
-- ;;
create policy own on replies as permissive for all to schakel_app using (has_content_role() and replies.owner_id = all(viewers())) with check (has_content_role() and replies.owner_id = my_organisation())
-- ;;
create policy shared on replies as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where replies.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = replies.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = replies.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, replies.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on replies as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = replies.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on replies as restrictive for all to schakel_app using ((replies.circle is null or replies.owner_id = all(viewers()) or viewer_actors() <@ replies.circle) and not exists (
  select from bars b where b.scope_id = replies.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on replies as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = replies.category
  where p.scope_id = replies.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on replies as restrictive for insert to schakel_app with check (replies.actor_id = my_actor() and exists (select from participations p where p.scope_id = replies.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on replies to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, intervention_id, outcome, capacity_hours, priority, reason, until) on replies to schakel_app
-- ;;
create trigger touch after insert on replies referencing new table as fresh for each statement execute function touch()
-- ;;
alter table reports enable row level security
-- ;;
create policy own on reports as permissive for all to schakel_app using (has_content_role() and reports.owner_id = all(viewers())) with check (has_content_role() and reports.owner_id = my_organisation())
-- ;;
create policy shared on reports as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where reports.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = reports.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = reports.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, reports.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on reports as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = reports.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on reports as restrictive for all to schakel_app using ((reports.circle is null or reports.owner_id = all(viewers()) or viewer_actors() <@ reports.circle) and not exists (
  select from bars b where b.scope_id = reports.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on reports as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = reports.category
  where p.scope_id = reports.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on reports as restrictive for insert to schakel_app with check (reports.actor_id = my_actor() and exists (select from participations p where p.scope_id = reports.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
grant select on reports to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, intervention_id, kind, text, result) on reports to schakel_app
-- ;;
create trigger touch after insert on reports referencing new table as fresh for each statement execute function touch()
-- ;;
create policy supplier on contributions as restrictive for insert to schakel_app with check (exists (select from suppliers x join organisations o on o.kind = x.organisation_kind where o.id = my_organisation() and x.category = contributions.category))
-- ;;
grant update (text, source, observed_on, corrected_at) on contributions to schakel_app
-- ;;

create function seat(scope uuid, organisation uuid, wanted text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into participations (id, scope_id, organisation_id, part, last_activity_at)
  values (gen_random_uuid(), scope, organisation, wanted, coalesce(
           (select max(p.last_activity_at) from participations p
             where p.scope_id = scope and p.organisation_id = organisation), clock_timestamp()))
  on conflict (scope_id, organisation_id, part) do update set ended_at = null;
end $$

-- ;;
revoke all on function seat(uuid, uuid, text) from public
-- ;;
grant execute on function seat(uuid, uuid, text) to schakel_reader
-- ;;
alter function seat(uuid, uuid, text) owner to schakel_reader
-- ;;

create function recount(case_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update scopes c set step = coalesce(
      (select s.step from scopes s where s.parent_id = c.id and s.kind = 'subject' and s.step <> 'closed'
        order by array_position(array['dossier', 'weighing', 'assignment', 'execution', 'evaluation', 'closed'], s.step) limit 1),
      case when exists (select from scopes s where s.parent_id = c.id and s.kind = 'subject')
           then 'evaluation' else 'dossier' end)
   where c.id = case_id and c.sealed_at is null;
  update scopes r set step = c.step from scopes c
   where c.id = case_id and r.parent_id = c.id and r.kind in ('request', 'signal');
end $$

-- ;;
revoke all on function recount(uuid) from public
-- ;;
grant execute on function recount(uuid) to schakel_reader
-- ;;
alter function recount(uuid) owner to schakel_reader
-- ;;

create function open_signal(id uuid, territory text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not has_content_role() or not 'R' = any(admitted()) or not exists (
       select from organisations o where o.id = my_organisation() and o.active and o.wgs_participant) then
    raise exception 'not a participant' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase, municipality_code)
  values (open_signal.id, 'signal', 'R', 'detection', 0, territory);
  perform seat(open_signal.id, my_organisation(), 'reporter');
  perform seat(open_signal.id, o.id, 'preparation') from organisations o where o.active and o.preparation;
  perform seat(open_signal.id, o.id, 'riec') from organisations o where o.active and o.kind = 'riec';
  perform seat(open_signal.id, o.id, 'municipality') from organisations o
    where o.active and o.kind = 'municipality' and o.municipality_code = territory;
end $$

-- ;;
revoke all on function open_signal(uuid, text) from public
-- ;;
grant execute on function open_signal(uuid, text) to schakel_app
-- ;;
alter function open_signal(uuid, text) owner to schakel_reader
-- ;;

create function open_case(id uuid, territory text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not has_content_role() or not 'R' = any(admitted()) or not exists (
       select from organisations o where o.id = my_organisation() and o.active and o.kind = 'riec') then
    raise exception 'not the riec' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase, municipality_code)
  values (open_case.id, 'case', 'R', 'dossier', 0, territory);
  perform seat(open_case.id, my_organisation(), 'riec');
  perform seat(open_case.id, o.id, 'municipality') from organisations o
    where o.active and o.kind = 'municipality' and o.municipality_code = territory;
end $$

-- ;;
revoke all on function open_case(uuid, text) from public
-- ;;
grant execute on function open_case(uuid, text) to schakel_app
-- ;;
alter function open_case(uuid, text) owner to schakel_reader
-- ;;

create function open_subject(id uuid, parent uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(parent);
  if not takes_part(parent, array['riec', 'municipality']) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, parent_id, compartment, step, phase, municipality_code)
  select open_subject.id, 'subject', s.id, s.compartment, 'dossier', s.phase, s.municipality_code
    from scopes s where s.id = parent and s.kind = 'case';
  if not found then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  perform seat(open_subject.id, p.organisation_id, p.part)
     from participations p where p.scope_id = parent and p.ended_at is null;
  insert into bars (scope_id, actor_id, reason)
  select open_subject.id, b.actor_id, b.reason from bars b where b.scope_id = parent;
  perform recount(parent);
end $$

-- ;;
revoke all on function open_subject(uuid, uuid) from public
-- ;;
grant execute on function open_subject(uuid, uuid) to schakel_app
-- ;;
alter function open_subject(uuid, uuid) owner to schakel_reader
-- ;;

create function open_corner(id uuid, parent uuid, what text, guest uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(parent);
  if what not in ('request', 'intervention')
     or not takes_part(parent, case what when 'request' then array['riec', 'municipality']
                                         else array['riec'] end) then
    raise exception 'no such parent' using errcode = 'P0002';
  end if;
  -- Only who is on the case's list can be asked: the question itself tells that there is a case (WGS 2.23(5)).
  if not exists (select from participations p where p.scope_id = parent and p.organisation_id = guest
                    and p.ended_at is null) then
    raise exception 'guest takes no part' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, parent_id, compartment, step, phase, municipality_code)
  select open_corner.id, what, s.id, s.compartment, s.step, s.phase, s.municipality_code
    from scopes s where s.id = parent;
  perform seat(open_corner.id, my_organisation(), case what when 'request' then 'asker' else 'riec' end);
  perform seat(open_corner.id, guest, case what when 'request' then 'asked' else 'assignee' end);
  perform seat(open_corner.id, o.id, 'riec') from organisations o
    join participations p on p.organisation_id = o.id and p.scope_id = parent and p.ended_at is null
   where o.kind = 'riec';
  insert into bars (scope_id, actor_id, reason)
  select open_corner.id, b.actor_id, b.reason from bars b where b.scope_id = parent;
end $$

-- ;;
revoke all on function open_corner(uuid, uuid, text, uuid) from public
-- ;;
grant execute on function open_corner(uuid, uuid, text, uuid) to schakel_app
-- ;;
alter function open_corner(uuid, uuid, text, uuid) owner to schakel_reader
-- ;;

create function admit(scope uuid, organisation uuid, wanted text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(scope);
  if not takes_part(scope, array['riec']) or wanted not in ('partner', 'municipality')
     or not exists (select from scopes s where s.id = scope and s.kind = 'case')
     or not exists (select from organisations o where o.id = organisation and o.active and o.wgs_participant)
  then
    raise exception 'cannot admit' using errcode = 'P0002';
  end if;
  perform seat(s.id, organisation, wanted) from scopes s
    where s.id = scope or s.parent_id = scope and s.kind = 'subject';
end $$

-- ;;
revoke all on function admit(uuid, uuid, text) from public
-- ;;
grant execute on function admit(uuid, uuid, text) to schakel_app
-- ;;
alter function admit(uuid, uuid, text) owner to schakel_reader
-- ;;

create function leave(scope uuid, organisation uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(scope);
  if not takes_part(scope, array['riec']) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = scope
     union select c.id from scopes c join line l on c.parent_id = l.id where c.kind <> 'signal')
  update participations p set ended_at = clock_timestamp()
   where p.scope_id in (select id from line) and p.organisation_id = organisation and p.ended_at is null
     and p.part in ('partner', 'municipality', 'asked', 'assignee');
end $$

-- ;;
revoke all on function leave(uuid, uuid) from public
-- ;;
grant execute on function leave(uuid, uuid) to schakel_app
-- ;;
alter function leave(uuid, uuid) owner to schakel_reader
-- ;;
create policy reader on assessments for select to schakel_reader using (true)
-- ;;
grant select on assessments to schakel_reader
-- ;;
create policy reader on conclusions for select to schakel_reader using (true)
-- ;;
grant select on conclusions to schakel_reader
-- ;;
create policy reader on weighings for select to schakel_reader using (true)
-- ;;
grant select on weighings to schakel_reader
-- ;;
create policy reader on replies for select to schakel_reader using (true)
-- ;;
grant select on replies to schakel_reader
-- ;;
create policy reader on reports for select to schakel_reader using (true)
-- ;;
grant select on reports to schakel_reader
-- ;;
create policy reader on interventions for select to schakel_reader using (true)
-- ;;
grant select on interventions to schakel_reader
-- ;;
create policy reader on phases for select to schakel_reader using (true)
-- ;;
grant select on phases to schakel_reader
-- ;;
create policy reader on closures for select to schakel_reader using (true)
-- ;;
grant select on closures to schakel_reader
-- ;;

create view evidence as
select id, scope_id, scope_id as written_in, owner_id, created_at, 'assessment.' || outcome as act from assessments
 union all
select id, scope_id, scope_id, owner_id, created_at, 'conclusion' from conclusions
 union all
select id, scope_id, scope_id, owner_id, created_at, 'weighing.' || outcome from weighings
 union all
select r.id, i.scope_id, r.scope_id, r.owner_id, r.created_at, 'reply.' || r.outcome
  from replies r join interventions i on i.id = r.intervention_id and i.content_scope_id = r.scope_id
 union all
select r.id, i.scope_id, r.scope_id, r.owner_id, r.created_at, 'report.completion'
  from reports r join interventions i on i.id = r.intervention_id and i.content_scope_id = r.scope_id
 where r.kind = 'completion'

-- ;;
alter view evidence owner to schakel_reader
-- ;;

create function settled(subject uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  stands text;
  answer boolean;
begin
  select step into stands from scopes where id = subject;
  with latest as (
    select i.id, (select r.outcome from replies r where r.intervention_id = i.id
                   order by r.created_at desc, r.id desc limit 1) as outcome,
           exists (select from reports r where r.intervention_id = i.id and r.kind = 'completion') as done
      from interventions i where i.scope_id = subject)
  select case stands
      when 'assignment' then bool_and(outcome is not null) and bool_or(outcome = 'accepted')
      when 'execution' then bool_and(outcome is not null and (outcome <> 'accepted' or done))
      else true end
    into answer from latest;
  return coalesce(answer, false);
end $$

-- ;;
revoke all on function settled(uuid) from public
-- ;;
grant execute on function settled(uuid) to schakel_reader
-- ;;
alter function settled(uuid) owner to schakel_reader
-- ;;

create function advance(scope uuid, proof uuid) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  stands scopes;
  target text;
begin
  perform hold(scope);
  select * into stands from scopes s where s.id = scope;
  if not found or stands.sealed_at is not null or not has_content_role() or not exists (
       select from participations p where p.scope_id = scope and p.organisation_id = my_organisation()
          and p.ended_at is null) then
    raise exception 'no such scope' using errcode = 'P0002';
  end if;
  select t.to_step into target
    from evidence e join transitions t on t.act = e.act and t.kind = stands.kind and t.from_step = stands.step
   where e.id = proof and e.scope_id = scope and e.owner_id = my_organisation()
     and e.created_at >= transaction_timestamp()
     and exists (select from participations p where p.scope_id = e.written_in and p.ended_at is null
                    and p.organisation_id = my_organisation() and p.part = any(t.parts));
  if target is null then
    raise exception 'the evidence does not move this scope' using errcode = 'SK001';
  end if;
  if stands.kind = 'subject' and stands.step in ('assignment', 'execution') and not settled(scope) then
    return stands.step;
  end if;
  update scopes s set step = target where s.id = scope or s.parent_id = scope;
  if stands.parent_id is not null then
    perform recount(stands.parent_id);
  end if;
  return target;
end $$

-- ;;
revoke all on function advance(uuid, uuid) from public
-- ;;
grant execute on function advance(uuid, uuid) to schakel_app
-- ;;
alter function advance(uuid, uuid) owner to schakel_reader
-- ;;

create function attach(signal uuid, case_id uuid, proof uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(case_id);
  if not takes_part(case_id, array['riec']) or not exists (
       select from assessments a where a.id = proof and a.signal_id = signal and a.case_id = attach.case_id
          and a.outcome = 'take_up' and a.owner_id = my_organisation()
          and a.created_at >= transaction_timestamp()) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  update scopes s set parent_id = case_id where s.id = signal and s.kind = 'signal' and s.parent_id is null;
end $$

-- ;;
revoke all on function attach(uuid, uuid, uuid) from public
-- ;;
grant execute on function attach(uuid, uuid, uuid) to schakel_app
-- ;;
alter function attach(uuid, uuid, uuid) owner to schakel_reader
-- ;;

create function open_phase(case_id uuid, proof uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  wanted int;
begin
  perform hold(case_id);
  select p.phase into wanted from phases p
   where p.id = proof and p.scope_id = open_phase.case_id and p.owner_id = my_organisation()
     and p.created_at >= transaction_timestamp();
  if wanted is null or not takes_part(case_id, array['riec']) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  perform from scopes s where s.id = case_id and s.kind = 'case' and s.phase = wanted - 1;
  if not found then
    raise exception 'phases open one by one' using errcode = 'SK001';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = case_id
     union select c.id from scopes c join line l on c.parent_id = l.id where c.kind <> 'signal')
  update scopes s set phase = wanted where s.id in (select id from line);
end $$

-- ;;
revoke all on function open_phase(uuid, uuid) from public
-- ;;
grant execute on function open_phase(uuid, uuid) to schakel_app
-- ;;
alter function open_phase(uuid, uuid) owner to schakel_reader
-- ;;

create function seal(case_id uuid, proof uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(case_id);
  perform from scopes s where s.id = case_id and s.kind = 'case' and s.sealed_at is null;
  if not found or not takes_part(case_id, array['riec']) or not exists (
       select from closures c where c.id = proof and c.scope_id = seal.case_id and c.owner_id = my_organisation()
          and c.created_at >= transaction_timestamp()) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  if exists (select from scopes s where s.parent_id = case_id and s.kind = 'subject'
                and s.step not in ('evaluation', 'closed')) then
    raise exception 'subjects are still open' using errcode = 'SK001';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = case_id
     union select c.id from scopes c join line l on c.parent_id = l.id)
  update scopes s set step = 'closed', sealed_at = clock_timestamp() where s.id in (select id from line);
end $$

-- ;;
revoke all on function seal(uuid, uuid) from public
-- ;;
grant execute on function seal(uuid, uuid) to schakel_app
-- ;;
alter function seal(uuid, uuid) owner to schakel_reader
-- ;;

create function code_list_only_ends() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if old.valid_until is null and to_jsonb(new) - 'valid_until' = to_jsonb(old) - 'valid_until' then
            return new;
        end if;
    end if;
    raise exception 'a row of code list % is never changed, only ended', tg_table_name
        using errcode = 'restrict_violation';
end $$

-- ;;

create function code_list_no_overlap() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
declare
    taken boolean;
begin
    execute format(
        'select exists (select from public.%I where code = $1 and valid_from <> $2'
        ' and daterange(valid_from, valid_until) && daterange($2, $3))', tg_table_name)
    into taken using new.code, new.valid_from, new.valid_until;
    if taken then
        raise exception 'code % of list % is already valid in that period', new.code, tg_table_name
            using errcode = 'exclusion_violation';
    end if;
    return new;
end $$

-- ;;
revoke execute on function code_list_only_ends() from public
-- ;;
revoke execute on function code_list_no_overlap() from public
-- ;;
alter table municipalities enable row level security
-- ;;
create policy read on municipalities for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on municipalities to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on municipalities for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on municipalities for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on municipalities execute function code_list_only_ends()
-- ;;
alter table exploitation_forms enable row level security
-- ;;
create policy read on exploitation_forms for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on exploitation_forms to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on exploitation_forms for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on exploitation_forms for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on exploitation_forms execute function code_list_only_ends()
-- ;;
alter table indicators enable row level security
-- ;;
create policy read on indicators for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on indicators to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on indicators for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on indicators for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on indicators execute function code_list_only_ends()
-- ;;
alter table legal_grounds enable row level security
-- ;;
create policy read on legal_grounds for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on legal_grounds to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on legal_grounds for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on legal_grounds for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on legal_grounds execute function code_list_only_ends()
-- ;;
alter table intervention_kinds enable row level security
-- ;;
create policy read on intervention_kinds for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on intervention_kinds to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on intervention_kinds for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on intervention_kinds for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on intervention_kinds execute function code_list_only_ends()
-- ;;
alter table decision_kinds enable row level security
-- ;;
create policy read on decision_kinds for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on decision_kinds to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on decision_kinds for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on decision_kinds for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on decision_kinds execute function code_list_only_ends()
-- ;;
alter table credentials enable row level security
-- ;;
create policy login on credentials for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update on credentials to schakel_login
-- ;;
alter table recovery_codes enable row level security
-- ;;
create policy login on recovery_codes for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update, delete on recovery_codes to schakel_login
-- ;;
alter table sessions enable row level security
-- ;;
create policy login on sessions for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update, delete on sessions to schakel_login
-- ;;
alter table api_clients enable row level security
-- ;;
create policy login on api_clients for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update on api_clients to schakel_login
-- ;;
alter table signing_keys enable row level security
-- ;;
create policy login on signing_keys for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update, delete on signing_keys to schakel_login
-- ;;
alter table throttles enable row level security
-- ;;
create policy login on throttles for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update, delete on throttles to schakel_login
-- ;;
alter table enrolments enable row level security
-- ;;
create policy login on enrolments for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update on enrolments to schakel_login
-- ;;
create policy login on actors for select to schakel_login using (true)
-- ;;
grant select (id, active, kind, organisation_id, name, email, language) on actors to schakel_login
-- ;;
create policy first_administrator on organisations for insert to schakel_reader with check (true)
-- ;;
grant insert on organisations to schakel_reader
-- ;;
create policy first_administrator on actors for insert to schakel_reader with check (true)
-- ;;
grant insert on actors to schakel_reader
-- ;;
create policy first_administrator on actor_roles for insert to schakel_reader with check (true)
-- ;;
grant insert on actor_roles to schakel_reader
-- ;;

create function account_event(what text, who uuid, request text, facts jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if what not like 'account.%' then
    raise exception 'only events of accounts are written here' using errcode = '42501';
  end if;
  insert into events (type, category, owner_id, actor_id, organisation_id, request_id, data)
  select what, 'process', a.organisation_id, a.id, a.organisation_id, request, facts
    from (select who as id) asked left join actors a on a.id = asked.id;
end $$

-- ;;
revoke all on function account_event(text, uuid, text, jsonb) from public
-- ;;
grant execute on function account_event(text, uuid, text, jsonb) to schakel_login
-- ;;
alter function account_event(text, uuid, text, jsonb) owner to schakel_reader
-- ;;

create function first_administrator(
  new_organisation uuid, organisation_name text, organisation_kind text,
  new_actor uuid, person_name text, person_email text
) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  home uuid;
begin
  perform pg_advisory_xact_lock(hashtext('first_administrator'));
  if exists (select from actor_roles where role = 'functional_administrator') then
    return false;
  end if;
  select id into home from organisations where name = organisation_name;
  if home is null then
    insert into organisations (id, name, short_name, kind, wgs_participant, preparation, active, sharing_key)
    values (new_organisation, organisation_name, organisation_name, organisation_kind, false, false, true,
            organisation_kind);
    home := new_organisation;
  end if;
  insert into actors (id, organisation_id, kind, name, email, function_title, language, active)
  values (new_actor, home, 'person', person_name, person_email, '', 'nl', true);
  insert into actor_roles (actor_id, role, valid_from) values (new_actor, 'functional_administrator', today());
  return true;
end $$

-- ;;
revoke all on function first_administrator(uuid, text, text, uuid, text, text) from public
-- ;;
grant execute on function first_administrator(uuid, text, text, uuid, text, text) to schakel_login
-- ;;
alter function first_administrator(uuid, text, text, uuid, text, text) owner to schakel_reader
-- ;;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = '55000';
end $$

-- ;;
alter table events enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on events for each statement execute function refuse_change()
-- ;;
create policy own on events as permissive for all to schakel_app using (has_content_role() and events.owner_id = all(viewers())) with check (events.owner_id = my_organisation() and events.organisation_id = my_organisation() and events.actor_id = my_actor())
-- ;;
create policy shared on events as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where events.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = events.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = events.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, events.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))
-- ;;
create policy compartment on events as restrictive for all to schakel_app using (exists (select from participations p where p.scope_id = events.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted()))) with check (events.scope_id is null or exists (select from participations p where p.scope_id = events.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())))
-- ;;
create policy named on events as restrictive for all to schakel_app using (not exists (
  select from bars b where b.scope_id = events.scope_id and b.actor_id = any(viewer_actors()))) with check (events.scope_id is null or not exists (
  select from bars b where b.scope_id = events.scope_id and b.actor_id = any(viewer_actors())))
-- ;;
create policy phase on events as restrictive for all to schakel_app using (exists (select from participations p join categories c on c.code = events.category
  where p.scope_id = events.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal))) with check (events.scope_id is null or exists (select from participations p join categories c on c.code = events.category
  where p.scope_id = events.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)))
-- ;;
create policy member on events as restrictive for insert to schakel_app with check (events.scope_id is null or exists (select from participations p where p.scope_id = events.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null))
-- ;;
create policy as_myself on events as restrictive for insert to schakel_app with check (actor_id = my_actor() and organisation_id = my_organisation())
-- ;;
grant insert (type, scope_id, case_id, subject_id, object_id, owner_id, category, actor_id, organisation_id, request_id, data) on events to schakel_app
-- ;;
grant select on events to schakel_app
-- ;;
create policy reader_adds on events for insert to schakel_reader with check (true)
-- ;;
grant insert (type, scope_id, case_id, subject_id, object_id, owner_id, category, actor_id, organisation_id, request_id, data) on events to schakel_reader
-- ;;
create policy reader_reads on events for select to schakel_reader using (true)
-- ;;
grant select on events to schakel_reader
-- ;;
create policy worker_reads on events for select to schakel_worker using (true)
-- ;;
grant select (id, at, type, compartment, scope_id, case_id, subject_id, object_id, owner_id) on events to schakel_worker
-- ;;
create policy statistics_reads on events for select to schakel_statistics using (true)
-- ;;
grant select (type, at, step) on events to schakel_statistics
-- ;;

create view event_steps with (security_invoker = true) as select type, at, step from events

-- ;;
grant select on event_steps to schakel_statistics
-- ;;

create function place_event() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  select s.compartment, s.step into new.compartment, new.step from scopes s where s.id = new.scope_id;
  return new;
end $$

-- ;;
revoke all on function place_event() from public
-- ;;
grant execute on function place_event() to schakel_owner
-- ;;
alter function place_event() owner to schakel_reader
-- ;;
create trigger place_event before insert on events for each row execute function place_event()
-- ;;
alter table access_log enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on access_log for each statement execute function refuse_change()
-- ;;
create policy as_myself on access_log for insert to schakel_app with check (actor_id = my_actor() and organisation_id = my_organisation())
-- ;;
grant insert (actor_id, organisation_id, staff_roles, what, scope_id, object_ids, rule_id, ground, purpose, outcome, request_id) on access_log to schakel_app
-- ;;
create policy reader_reads on access_log for select to schakel_reader using (true)
-- ;;
grant select on access_log to schakel_reader
-- ;;

create function who_read_mine(since timestamptz, until timestamptz, wanted uuid default null)
returns table (at timestamptz, object_id uuid, scope_id uuid, what text, outcome text, person text,
               organisation text, staff_roles text[], rule_id uuid, ground text, purpose text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.at, o.id, a.scope_id, a.what, a.outcome, p.name, g.name, a.staff_roles, a.rule_id, a.ground, a.purpose
    from access_log a
   cross join lateral (select unnest(a.object_ids) as id union select a.scope_id) o
    join actors p on p.id = a.actor_id
    join organisations g on g.id = a.organisation_id
   where 'privacy_officer' = any(my_roles())
     and a.at >= since and a.at < until
     and o.id is not null and (wanted is null or o.id = wanted)
     and (select e.owner_id from events e where e.object_id = o.id order by e.id limit 1) = my_organisation()
   order by a.id
$$

-- ;;
revoke all on function who_read_mine(timestamptz, timestamptz, uuid) from public
-- ;;
grant execute on function who_read_mine(timestamptz, timestamptz, uuid) to schakel_app
-- ;;
alter function who_read_mine(timestamptz, timestamptz, uuid) owner to schakel_reader
-- ;;
alter table outbox enable row level security
-- ;;
create policy reader_adds on outbox for insert to schakel_reader with check (true)
-- ;;
grant insert (event_id) on outbox to schakel_reader
-- ;;
create policy worker_reads on outbox for select to schakel_worker using (true)
-- ;;
grant select on outbox to schakel_worker
-- ;;
create policy worker_relays on outbox for update to schakel_worker using (true)
-- ;;
grant update (attempts, next_attempt_at, delivered_at, dead_at, last_error) on outbox to schakel_worker
-- ;;
create policy worker_forgets on outbox for delete to schakel_worker using (delivered_at < now() - interval '7 days')
-- ;;
grant delete on outbox to schakel_worker
-- ;;

create function post() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into outbox (event_id) values (new.id);
  return null;
end $$

-- ;;
revoke all on function post() from public
-- ;;
grant execute on function post() to schakel_owner
-- ;;
alter function post() owner to schakel_reader
-- ;;
create trigger post after insert on events for each row execute function post()
-- ;;

create function events_line(r events) returns text language sql stable as $$
  select (jsonb_strip_nulls(jsonb_build_object('log', 'events', 'id', r.id,
            'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'type', r.type, 'scope_id', r.scope_id, 'case_id', r.case_id, 'subject_id', r.subject_id, 'object_id', r.object_id, 'owner_id', r.owner_id, 'category', r.category, 'actor_id', r.actor_id, 'organisation_id', r.organisation_id, 'request_id', r.request_id, 'compartment', r.compartment, 'step', r.step)) || jsonb_build_object('data', r.data))::text
$$

-- ;;

create function access_log_line(r access_log) returns text language sql stable as $$
  select (jsonb_strip_nulls(jsonb_build_object('log', 'access_log', 'id', r.id,
            'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'actor_id', r.actor_id, 'organisation_id', r.organisation_id, 'staff_roles', r.staff_roles, 'what', r.what, 'scope_id', r.scope_id, 'object_ids', r.object_ids, 'rule_id', r.rule_id, 'ground', r.ground, 'purpose', r.purpose, 'outcome', r.outcome, 'request_id', r.request_id)))::text
$$

-- ;;
revoke all on function events_line(events) from public
-- ;;
grant execute on function events_line(events) to schakel_sealer, schakel_auditor
-- ;;
create policy sealer_reads on events for select to schakel_sealer using (true)
-- ;;
grant select on events to schakel_sealer
-- ;;
create policy auditor_reads on events for select to schakel_auditor using (true)
-- ;;
grant select on events to schakel_auditor
-- ;;
revoke all on function access_log_line(access_log) from public
-- ;;
grant execute on function access_log_line(access_log) to schakel_sealer, schakel_auditor
-- ;;
create policy sealer_reads on access_log for select to schakel_sealer using (true)
-- ;;
grant select on access_log to schakel_sealer
-- ;;
create policy auditor_reads on access_log for select to schakel_auditor using (true)
-- ;;
grant select on access_log to schakel_auditor
-- ;;
alter table seals enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on seals for each statement execute function refuse_change()
-- ;;
create policy sealer_reads on seals for select to schakel_sealer using (true)
-- ;;
grant select on seals to schakel_sealer
-- ;;
create policy auditor_reads on seals for select to schakel_auditor using (true)
-- ;;
grant select on seals to schakel_auditor
-- ;;
create policy sealer_adds on seals for insert to schakel_sealer with check (true)
-- ;;
grant insert on seals to schakel_sealer
-- ;;
alter table seal_entries enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on seal_entries for each statement execute function refuse_change()
-- ;;
create policy sealer_reads on seal_entries for select to schakel_sealer using (true)
-- ;;
grant select on seal_entries to schakel_sealer
-- ;;
create policy auditor_reads on seal_entries for select to schakel_auditor using (true)
-- ;;
grant select on seal_entries to schakel_auditor
-- ;;
create policy sealer_adds on seal_entries for insert to schakel_sealer with check (true)
-- ;;
grant insert on seal_entries to schakel_sealer
-- ;;
alter table checkpoints enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on checkpoints for each statement execute function refuse_change()
-- ;;
create policy sealer_reads on checkpoints for select to schakel_sealer using (true)
-- ;;
grant select on checkpoints to schakel_sealer
-- ;;
create policy auditor_reads on checkpoints for select to schakel_auditor using (true)
-- ;;
grant select on checkpoints to schakel_auditor
-- ;;
create policy sealer_adds on checkpoints for insert to schakel_sealer with check (true)
-- ;;
grant insert on checkpoints to schakel_sealer
-- ;;
alter table idempotency_keys enable row level security
-- ;;
grant select on idempotency_keys to schakel_app
-- ;;
grant insert (actor_id, key, fingerprint, status, location, object_id) on idempotency_keys to schakel_app
-- ;;
grant update (fingerprint, status, location, object_id, expires_at) on idempotency_keys to schakel_app
-- ;;
create policy own_select on idempotency_keys for select to schakel_app using (actor_id = my_actor())
-- ;;
create policy own_insert on idempotency_keys for insert to schakel_app with check (actor_id = my_actor())
-- ;;
create policy own_update on idempotency_keys for update to schakel_app
       using (actor_id = my_actor() and expires_at < clock_timestamp()) with check (actor_id = my_actor())
-- ;;
grant select, delete on idempotency_keys to schakel_reader
-- ;;
create policy reader_all on idempotency_keys to schakel_reader using (true)
-- ;;

create function forget_idempotency_keys() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from idempotency_keys where expires_at < clock_timestamp() returning 1) select count(*) from gone
$$

-- ;;
revoke all on function forget_idempotency_keys() from public
-- ;;
grant execute on function forget_idempotency_keys() to schakel_worker
-- ;;
alter function forget_idempotency_keys() owner to schakel_reader
-- ;;
alter table search_entries enable row level security
-- ;;
create policy reader_writes on search_entries for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on search_entries to schakel_reader
-- ;;

create function plain(words text) returns text language sql stable
set search_path = pg_catalog, public, pg_temp as $$ select lower(unaccent(words)) $$

-- ;;
revoke all on function plain(text) from public
-- ;;
grant execute on function plain(text) to schakel_reader
-- ;;

create function index_words() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found jsonb := to_jsonb(new);
  said text := '';
  place int;
begin
  for place in 2 .. tg_nargs - 1 loop
    said := said || ' ' || coalesce(found ->> tg_argv[place], '');
  end loop;
  insert into search_entries (row_id, kind, target_id, scope_id, owner_id, category, circle, organisations, words)
  values (new.id, tg_argv[0], (found ->> tg_argv[1])::uuid, new.scope_id, new.owner_id, new.category, new.circle,
          array(select distinct p.organisation_id from participations p where p.scope_id = new.scope_id),
          plain(said));
  return null;
end $$

-- ;;
revoke all on function index_words() from public
-- ;;
grant execute on function index_words() to schakel_owner
-- ;;
alter function index_words() owner to schakel_reader
-- ;;
create trigger index_words after insert on signals for each row execute function index_words('signal', 'id', 'number', 'narrative', 'place', 'reference')
-- ;;
create trigger index_words after insert on mentions for each row execute function index_words('signal', 'signal_id', 'name', 'identifier', 'identifier_raw', 'description')
-- ;;
create trigger index_words after insert on cases for each row execute function index_words('case', 'id', 'number', 'title', 'purpose')
-- ;;
create trigger index_words after insert on subjects for each row execute function index_words('subject', 'id', 'name', 'identifier', 'identifier_raw', 'description')
-- ;;

create function index_guests() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update search_entries e set organisations = e.organisations || new.organisation_id
   where e.scope_id = new.scope_id and not e.organisations @> array[new.organisation_id];
  return null;
end $$

-- ;;
revoke all on function index_guests() from public
-- ;;
grant execute on function index_guests() to schakel_owner
-- ;;
alter function index_guests() owner to schakel_reader
-- ;;
create trigger index_guests after insert on participations for each row execute function index_guests()
-- ;;

create function search(wanted text, most int) returns table (kind text, target_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  said text := plain(wanted);
  pattern text := '%' || replace(replace(replace(said, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  return query
    with candidates as materialized (
      select * from search_entries x where x.organisations && viewers() and x.words like pattern
       order by x.row_id desc),
    visible as (select e.kind, e.target_id, e.row_id from candidates e where ((has_content_role() and e.owner_id = all(viewers())) or (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where e.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = e.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = e.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, e.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))) and exists (select from participations p where p.scope_id = e.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())) and (e.circle is null or e.owner_id = all(viewers()) or viewer_actors() <@ e.circle) and not exists (
  select from bars b where b.scope_id = e.scope_id and b.actor_id = any(viewer_actors())) and exists (select from participations p join categories c on c.code = e.category
  where p.scope_id = e.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)) limit most)
    select v.kind::text, v.target_id from visible v group by 1, 2 order by max(v.row_id::text) desc;
  if found then
    return;
  end if;
  return query
    with candidates as materialized (
      select * from search_entries x where x.organisations && viewers() and said <% x.words
       order by word_similarity(said, x.words) desc, x.row_id desc),
    visible as (select e.kind, e.target_id, word_similarity(said, e.words) as score from candidates e
                 where ((has_content_role() and e.owner_id = all(viewers())) or (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id)
   where e.owner_id <> v.id and not exists (
     select from participations p join organisations o on o.id = e.owner_id 
    cross join lateral (values (case when o.sharing_key = o.kind then '*' else '-' end),
                               (o.sharing_key)) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      where p.scope_id = e.scope_id and p.organisation_id = v.id and p.ended_at is null
        and ((v.id, p.compartment, p.part, p.step, k.owner, e.category, m.reach) in (
            select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))) and exists (select from participations p where p.scope_id = e.scope_id
  and p.organisation_id = any(viewers()) and p.compartment = any(admitted())) and (e.circle is null or e.owner_id = all(viewers()) or viewer_actors() <@ e.circle) and not exists (
  select from bars b where b.scope_id = e.scope_id and b.actor_id = any(viewer_actors())) and exists (select from participations p join categories c on c.code = e.category
  where p.scope_id = e.scope_id and p.organisation_id = any(viewers()) and c.phase <= p.phase
    and (not p.sealed or c.survives_seal)) limit most)
    select v.kind::text, v.target_id from visible v group by 1, 2 order by max(v.score) desc;
end $$

-- ;;
revoke all on function search(text, int) from public
-- ;;
grant execute on function search(text, int) to schakel_app
-- ;;
alter function search(text, int) owner to schakel_reader
-- ;;
insert into organisation_kinds (code, label_nl, label_en, wgs_participant, article) values
('riec', 'RIEC', 'RIEC', false, 'WGS 2.16'),
('police', 'Politie', 'Police', true, 'WGS 2.19(1)(a)'),
('tax', 'Belastingdienst', 'Tax service', true, 'WGS 2.19(1)(b)'),
('fiod', 'FIOD', 'Fiscal investigation service', true, 'WGS 2.19(1)'),
('border_police', 'Koninklijke Marechaussee', 'Border police', true, 'WGS 2.19(1)'),
('uwv', 'UWV', 'Employee insurance agency', true, 'WGS 2.19(1)(e)'),
('immigration', 'IND', 'Immigration service', true, 'WGS 2.19(1)'),
('prosecution', 'Openbaar Ministerie', 'Public prosecution service', true, 'WGS 2.19(1)'),
('municipality', 'Gemeente', 'Municipality', true, 'WGS 2.19(1)(h)-(i)'),
('province', 'Provincie', 'Province', true, 'WGS 2.19(1)'),
('labour_inspectorate', 'Nederlandse Arbeidsinspectie', 'Labour inspectorate', true, 'WGS 2.19(1)'),
('nvwa', 'NVWA', 'Food and product safety authority', true, 'WGS 2.19(1)'),
('care', 'Zorgcoördinatie', 'Care coordination', false, ''),
('shelter', 'Opvang', 'Shelter', false, ''),
('health', 'GGD', 'Public health service', false, ''),
('housing', 'Woningcorporatie', 'Housing corporation', false, '')
-- ;;
insert into categories (code, label_nl, label_en, phase, survives_seal, article) values
('title', 'Titel van de casus', 'Title of the case', 0, true, 'WGS 1.8(5)'),
('status', 'Status', 'Status', 0, true, ''),
('plan', 'Plan op hoofdlijnen', 'Outline of the plan', 0, true, 'WGS 2.23(7)'),
('signal', 'Signaal', 'Signal', 0, false, 'WGS 2.23(1)'),
('assessment', 'Beoordeling van het signaal', 'Assessment of the signal', 0, false, 'BGS 2.16'),
('process', 'Besluiten over het verloop', 'Decisions on the process', 0, false, 'WGS 2.23(5)'),
('request', 'Informatieverzoek', 'Request', 0, false, 'WGS 1.5(1)'),
('answer', 'Antwoord op verzoek', 'Answer to a request', 0, false, 'WGS 1.5(1)'),
('identification', 'Identificerende gegevens', 'Identification', 1, false, 'BGS 2.15'),
('contact', 'Contactgegevens', 'Contact data', 1, false, 'BGS 2.15'),
('residence', 'Verblijfsrechtelijke positie', 'Residence position', 1, false, 'BGS 2.15'),
('housing', 'Huisvesting', 'Housing', 1, false, 'BGS 2.15'),
('vehicle', 'Voertuigen', 'Vehicles', 1, false, 'BGS 2.15'),
('financial', 'Financiën, niet van de Belastingdienst', 'Finance, not from the tax service', 1, false, 'BGS 2.15'),
('property', 'Vastgoed en kadaster', 'Real estate', 1, false, 'BGS 2.15'),
('company', 'Bedrijfsgegevens', 'Company data', 1, false, 'BGS 2.15'),
('income', 'Inkomen, niet van de Belastingdienst', 'Income, not from the tax service', 1, false, 'BGS 2.15'),
('relations', 'Zakelijke relaties en directe kring', 'Business relations and direct circle', 1, false, 'BGS 2.15'),
('permits', 'Vergunningen, subsidies en besluiten', 'Permits, subsidies and decisions', 1, false, 'BGS 2.15'),
('supervision', 'Toezicht en handhaving', 'Supervision and enforcement', 1, false, 'BGS 2.15'),
('fiscal', 'Fiscale gegevens', 'Fiscal data', 2, false, 'BGS 2.15'),
('police_8_13', 'Politiegegevens (Wpg 8 en 13)', 'Police data (Wpg 8 and 13)', 2, false, 'Wpg 20(3)'),
('judicial', 'Justitiële en strafvorderlijke gegevens', 'Judicial data', 2, false, 'WGS 1.5(2)'),
('behaviour', 'Seksueel gedrag (alleen met strafrechtelijke gegevens)', 'Sexual behaviour (only with criminal data)', 2, false, 'WGS 2.21, BGS 2.15'),
('police_9_10', 'Politiegegevens (Wpg 9 en 10)', 'Police data (Wpg 9 and 10)', 3, false, 'BGS 2.15'),
('opinion', 'Advies van een partner', 'Opinion', 0, false, 'WGS 2.23(3)'),
('weighing', 'Weging en kwalificatie', 'Weighing', 0, false, 'WGS 2.23(3)'),
('intervention', 'Inhoud van een interventie', 'Content of an intervention', 0, false, 'WGS 2.23(7)'),
('evaluation', 'Evaluatie', 'Evaluation', 0, false, 'WGS 1.7(5)')
-- ;;
insert into suppliers (category, organisation_kind) values
('identification', 'police'),
('identification', 'tax'),
('identification', 'fiod'),
('identification', 'border_police'),
('identification', 'uwv'),
('identification', 'immigration'),
('identification', 'prosecution'),
('identification', 'municipality'),
('identification', 'province'),
('identification', 'labour_inspectorate'),
('identification', 'nvwa'),
('identification', 'riec'),
('contact', 'police'),
('contact', 'fiod'),
('contact', 'border_police'),
('contact', 'uwv'),
('contact', 'immigration'),
('contact', 'municipality'),
('contact', 'labour_inspectorate'),
('contact', 'nvwa'),
('contact', 'riec'),
('residence', 'immigration'),
('housing', 'municipality'),
('housing', 'labour_inspectorate'),
('housing', 'police'),
('vehicle', 'police'),
('vehicle', 'border_police'),
('vehicle', 'municipality'),
('vehicle', 'labour_inspectorate'),
('financial', 'municipality'),
('financial', 'uwv'),
('financial', 'fiod'),
('financial', 'labour_inspectorate'),
('financial', 'police'),
('property', 'municipality'),
('property', 'province'),
('company', 'municipality'),
('company', 'labour_inspectorate'),
('company', 'nvwa'),
('company', 'uwv'),
('company', 'fiod'),
('company', 'province'),
('company', 'riec'),
('income', 'uwv'),
('income', 'municipality'),
('income', 'labour_inspectorate'),
('relations', 'municipality'),
('relations', 'labour_inspectorate'),
('relations', 'nvwa'),
('relations', 'fiod'),
('relations', 'police'),
('relations', 'riec'),
('permits', 'municipality'),
('permits', 'province'),
('permits', 'uwv'),
('permits', 'nvwa'),
('supervision', 'municipality'),
('supervision', 'labour_inspectorate'),
('supervision', 'nvwa'),
('supervision', 'uwv'),
('supervision', 'province'),
('supervision', 'immigration'),
('supervision', 'border_police'),
('fiscal', 'tax'),
('fiscal', 'fiod'),
('police_8_13', 'police'),
('police_8_13', 'border_police'),
('judicial', 'prosecution'),
('behaviour', 'police'),
('behaviour', 'prosecution'),
('police_9_10', 'police')
-- ;;
insert into ceilings (id, compartment, part, step, category, level, reach, ground, valid_from) values
('e91ebd82-36b3-5c57-90a2-b94bedc89f6e', 'R', 'asked', 'assignment', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('4cf2cf7e-e55a-5163-a078-24c4334a69d1', 'R', 'asked', 'dossier', 'request', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('f610e72c-60d8-5de9-9791-f6ae5fcce875', 'R', 'asked', 'dossier', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('924defa3-930a-5077-acf5-5d5d302f748b', 'R', 'asked', 'evaluation', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('c0300097-a42a-502e-8a90-b98a700a6e3e', 'R', 'asked', 'execution', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('77447d59-dee7-5785-b903-b35874a14a65', 'R', 'asked', 'weighing', 'request', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('d4e366b1-f643-5239-a584-210fcb9c90ef', 'R', 'asked', 'weighing', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('5678daf4-9727-5f89-a546-b7a8547ae9ee', 'R', 'asker', 'assignment', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('79885f82-275b-5502-ac62-33ca34ac897e', 'R', 'asker', 'dossier', 'answer', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('d008c153-8017-5973-aa64-4a9a9a62d48c', 'R', 'asker', 'dossier', 'request', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('c1ea51a6-6c5a-544b-85b1-480fbe60cc9f', 'R', 'asker', 'dossier', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('6dc5394f-8b8a-5428-8bf9-053975362ae6', 'R', 'asker', 'evaluation', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('15295244-8d45-54f0-9dbe-49848536e12a', 'R', 'asker', 'execution', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('4dae04f5-cc65-5255-91fb-b5fb51096252', 'R', 'asker', 'weighing', 'answer', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a8d7cbc4-3ca0-5e1c-8c3d-38c79c3a5721', 'R', 'asker', 'weighing', 'request', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('345bcd4f-8ad8-5ec4-bf3f-c5e6709c746d', 'R', 'asker', 'weighing', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('747a77c1-d884-5a97-b6eb-3b719982cd1c', 'R', 'assignee', 'assignment', 'intervention', 'content', 'all', 'WGS 2.23(7)', '2025-03-01'),
('fd444734-6cb2-5862-beda-fe34ab7f6fe5', 'R', 'assignee', 'assignment', 'plan', 'title', 'all', 'WGS 2.23(7)', '2025-03-01'),
('4e53f439-8309-58ac-802c-dd8fc6147806', 'R', 'assignee', 'assignment', 'status', 'title', 'all', 'WGS 2.23(7)', '2025-03-01'),
('98550621-a230-5273-a930-92233a8212bc', 'R', 'assignee', 'evaluation', 'intervention', 'content', 'all', 'WGS 2.23(7)', '2025-03-01'),
('46df1681-f16b-5c79-a805-5fa789808bec', 'R', 'assignee', 'evaluation', 'plan', 'title', 'all', 'WGS 2.23(7)', '2025-03-01'),
('f07eb800-fca6-59e0-8fad-071f6882b963', 'R', 'assignee', 'evaluation', 'status', 'title', 'all', 'WGS 2.23(7)', '2025-03-01'),
('fb37a5d0-a664-54ba-9d4a-c172dbc7c662', 'R', 'assignee', 'execution', 'intervention', 'content', 'all', 'WGS 2.23(7)', '2025-03-01'),
('234f4c90-b5d1-5736-b016-cae8335ec53b', 'R', 'assignee', 'execution', 'plan', 'title', 'all', 'WGS 2.23(7)', '2025-03-01'),
('f990795e-6d36-5572-8282-06cf706f3f90', 'R', 'assignee', 'execution', 'status', 'title', 'all', 'WGS 2.23(7)', '2025-03-01'),
('01fadcc0-802a-59a4-92c5-395541d5ebb7', 'R', 'municipality', 'assignment', 'identification', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('28dbf213-4ef7-5f9b-8db8-494f1ad75203', 'R', 'municipality', 'assignment', 'plan', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('4232c6c5-0ea6-5ea4-b0e5-fc4dad9688d2', 'R', 'municipality', 'assignment', 'process', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('8b38368e-8e2e-54a3-8599-3ce2e9d8a39f', 'R', 'municipality', 'assignment', 'status', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('b9d3098d-b5d0-58e2-800f-bc8a973371b7', 'R', 'municipality', 'assignment', 'title', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('a09635d0-521d-582c-b3f2-ec171804718b', 'R', 'municipality', 'assignment', 'weighing', 'existence', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('fb37dfda-b051-5239-94c2-d0e95722870a', 'R', 'municipality', 'closed', 'plan', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('a170c91b-1cc9-5653-bf14-e10582076424', 'R', 'municipality', 'closed', 'status', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('79fef5ac-6064-54a2-8bdb-0efb31fe6e08', 'R', 'municipality', 'closed', 'title', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('fea00623-ab31-59b8-9c9e-e6019609d689', 'R', 'municipality', 'detection', 'signal', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('715fc816-bb33-550f-9476-cab4ae7f8665', 'R', 'municipality', 'detection', 'status', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('70a0867d-608c-5834-932f-536e5a654d62', 'R', 'municipality', 'dossier', 'behaviour', 'existence', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('c8bda687-6186-55a8-aa26-30d40da41bfd', 'R', 'municipality', 'dossier', 'company', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('e1d667c7-f323-5768-ba23-f751af661927', 'R', 'municipality', 'dossier', 'contact', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('72cd9e63-4e22-5587-8233-d5aa248728ab', 'R', 'municipality', 'dossier', 'financial', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('e5371fe2-ff4f-5752-b07d-49a3abe0ab03', 'R', 'municipality', 'dossier', 'fiscal', 'existence', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('53514f88-e5b2-5c65-9456-fc701608708f', 'R', 'municipality', 'dossier', 'housing', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('7954b467-7d3d-5853-8f7b-d59bb8947bde', 'R', 'municipality', 'dossier', 'identification', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('d0ea5117-e63f-583f-89e3-3498e03d00fd', 'R', 'municipality', 'dossier', 'income', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('5a21ecac-ec6f-57ee-9a6a-8759280186cc', 'R', 'municipality', 'dossier', 'judicial', 'existence', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('fe465c05-0ffd-56f3-81ad-9cb049c7beae', 'R', 'municipality', 'dossier', 'permits', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('bdf8ad99-eb97-56e2-9a51-81737106dd1d', 'R', 'municipality', 'dossier', 'police_8_13', 'existence', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('e5d79a65-22b4-50ef-9fa4-e744b984b9dd', 'R', 'municipality', 'dossier', 'police_9_10', 'existence', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('d5ca9d69-8895-56bf-a8a0-5b40edd1154b', 'R', 'municipality', 'dossier', 'process', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('d536ae42-44b4-5e3f-a14e-a3943121eb39', 'R', 'municipality', 'dossier', 'property', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('9f3b9322-ed03-5706-a931-6ddfd58b2a6a', 'R', 'municipality', 'dossier', 'relations', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('6c59cf00-f743-511c-9b94-945ea2ad020f', 'R', 'municipality', 'dossier', 'residence', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('1d35697d-f6d8-57ec-a0e0-1729063ce0b9', 'R', 'municipality', 'dossier', 'signal', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('621a184c-417c-55a3-8c18-3d72db9c25a6', 'R', 'municipality', 'dossier', 'status', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('6c98e4f2-3143-5a80-a2a2-b953e17c4e12', 'R', 'municipality', 'dossier', 'supervision', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('52211f24-8cdd-525a-a40e-52cf08aba91c', 'R', 'municipality', 'dossier', 'title', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('3ae89b9d-1dac-5d80-9854-3c55a11a3b17', 'R', 'municipality', 'dossier', 'vehicle', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('5da83bfd-e2c0-5546-91be-c33bea48bb6c', 'R', 'municipality', 'evaluation', 'evaluation', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('56a7825f-f1f4-5b86-920f-21e6e5a26a4e', 'R', 'municipality', 'evaluation', 'plan', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('f9b27b26-ec81-5723-a63c-c02453112399', 'R', 'municipality', 'evaluation', 'process', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('fdd562ec-013f-5ffc-8b90-509fd906da71', 'R', 'municipality', 'evaluation', 'status', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('aefb386b-dddd-51d7-bcdb-a6ee941c0cd4', 'R', 'municipality', 'evaluation', 'title', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('4e3a07b3-bdf3-5b0f-addf-118502ae8a84', 'R', 'municipality', 'execution', 'identification', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('a763c632-86c2-549a-9264-99f2441f7bcc', 'R', 'municipality', 'execution', 'plan', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('627b20a0-ce5c-5b02-a5ef-a293d25b9b35', 'R', 'municipality', 'execution', 'process', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('6dd214e8-0942-5ab4-8ff9-299e9d725456', 'R', 'municipality', 'execution', 'status', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('8f2c7d8a-f661-5a0e-8ab6-37b730f68ae2', 'R', 'municipality', 'execution', 'title', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('7ee70cf7-47bc-562d-a465-1acaef4d6736', 'R', 'municipality', 'execution', 'weighing', 'existence', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('b1bcca8a-1346-5299-9cd0-bd3cada7e646', 'R', 'municipality', 'weighing', 'behaviour', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('a24b9d3a-c209-5962-b3f8-9aec041cc049', 'R', 'municipality', 'weighing', 'company', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('e9cd27e3-4c00-56d7-b2ad-15ea40c3142b', 'R', 'municipality', 'weighing', 'contact', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('2ea4ae40-23ab-5713-8aaa-15a2a46bd8b2', 'R', 'municipality', 'weighing', 'financial', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('859527c6-2f34-542f-9d34-c3bc81ce00cb', 'R', 'municipality', 'weighing', 'fiscal', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('c7e2361b-a8f0-5a2d-aad8-397b0f779b60', 'R', 'municipality', 'weighing', 'housing', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('76ed4231-e497-51d0-a5a8-cd3c6081e380', 'R', 'municipality', 'weighing', 'identification', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('4d5f7d96-9956-5c43-b3e5-58597570db59', 'R', 'municipality', 'weighing', 'income', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('14e8fa06-efb8-57d9-92c4-48b817a8a22b', 'R', 'municipality', 'weighing', 'judicial', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('b04e6796-4b73-530c-8749-5d3a6574d2f0', 'R', 'municipality', 'weighing', 'opinion', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('f7208ba4-3fd5-5072-9f90-1565ee756dad', 'R', 'municipality', 'weighing', 'permits', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('bd6cb58a-1f33-5543-9c25-a71902bd446e', 'R', 'municipality', 'weighing', 'police_8_13', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('c3de6186-8e73-561a-ba1f-aa5277c18460', 'R', 'municipality', 'weighing', 'police_9_10', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('3d87692f-b335-5eeb-8a02-c6046bf8bd84', 'R', 'municipality', 'weighing', 'process', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('7a5b0788-2c27-5b1b-9c19-dbf361f78a46', 'R', 'municipality', 'weighing', 'property', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('85f094ca-a460-5a81-a060-b6aafbeed221', 'R', 'municipality', 'weighing', 'relations', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('905bb82e-9c62-5521-97a3-920488123c1c', 'R', 'municipality', 'weighing', 'residence', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('164de995-66a4-5119-ba7d-0b3635c3bd86', 'R', 'municipality', 'weighing', 'status', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('6b3cc9ce-56de-5413-8b1d-5a45e702a73e', 'R', 'municipality', 'weighing', 'supervision', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('b7696573-7edd-546f-96fc-108651cbf76f', 'R', 'municipality', 'weighing', 'title', 'title', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('b5b52c0b-32ca-5c37-9ef4-d7a3beaed253', 'R', 'municipality', 'weighing', 'vehicle', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('f71d333d-dffa-5419-a268-66c8d592a27f', 'R', 'municipality', 'weighing', 'weighing', 'content', 'municipality', 'WGS 2.23(5)', '2025-03-01'),
('c3a3dd76-4ada-51df-a1c4-eb101677c303', 'R', 'partner', 'assignment', 'identification', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('32d149e8-c08c-5659-98c0-4d979ff6e373', 'R', 'partner', 'assignment', 'plan', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('152d3f59-7a36-5c80-a266-17590d218a8d', 'R', 'partner', 'assignment', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('5472e6e0-af60-5e08-a670-99a4050c4b3f', 'R', 'partner', 'assignment', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b3375b32-0e95-5f44-b2a0-e2842f0c5c46', 'R', 'partner', 'assignment', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b0bbf614-4d55-5ac4-884d-1b34ac6f80d4', 'R', 'partner', 'assignment', 'weighing', 'existence', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a2814d0b-412c-5252-9221-bd479fd9127d', 'R', 'partner', 'closed', 'plan', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('97291491-089e-5556-ab87-092d24b40318', 'R', 'partner', 'closed', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('386dcea7-e66b-5eb4-9bd8-38fe751cc5d2', 'R', 'partner', 'closed', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('e70fbf72-2d56-513e-b7d5-0d6357852789', 'R', 'partner', 'dossier', 'behaviour', 'existence', 'all', 'WGS 2.23(5)', '2025-03-01'),
('9eb3e019-3d97-54c9-9f0b-139fcd9b45e0', 'R', 'partner', 'dossier', 'company', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('3024103a-44e4-52ce-bd3e-0f21faadb60c', 'R', 'partner', 'dossier', 'contact', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('5e2f3660-8d7c-521e-b380-913b34e8cff5', 'R', 'partner', 'dossier', 'financial', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('97f943a9-d326-5c56-9d38-ac094d7d9e5f', 'R', 'partner', 'dossier', 'fiscal', 'existence', 'all', 'WGS 2.23(5)', '2025-03-01'),
('07b68641-432d-5a2a-a486-26f5cc376fee', 'R', 'partner', 'dossier', 'housing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('80630a55-ba63-5ed3-b769-477466a654dd', 'R', 'partner', 'dossier', 'identification', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('4e5e04e5-6b92-529a-9eb5-142dcdd42be0', 'R', 'partner', 'dossier', 'income', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('ebadcce7-c889-5509-9a81-943e9e8e518b', 'R', 'partner', 'dossier', 'judicial', 'existence', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b4cb7b7d-624b-513f-a8af-0fefe36dfb42', 'R', 'partner', 'dossier', 'permits', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('39cdf014-50ec-5dca-868e-0e2dc311ff5f', 'R', 'partner', 'dossier', 'police_8_13', 'existence', 'all', 'WGS 2.23(5)', '2025-03-01'),
('fdc77b65-6427-5867-bb16-a79f23ffd9d9', 'R', 'partner', 'dossier', 'police_9_10', 'existence', 'all', 'WGS 2.23(5)', '2025-03-01'),
('5b2efefa-11c1-5185-954d-a4aef64736fa', 'R', 'partner', 'dossier', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('086f938e-b3b4-5c3a-85d2-aa79efd9bd28', 'R', 'partner', 'dossier', 'property', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('e2088d41-1130-517e-8085-a65e91f7df4a', 'R', 'partner', 'dossier', 'relations', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('3a2e7e56-0e23-515d-a3cc-592ad45c0ae7', 'R', 'partner', 'dossier', 'residence', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('c8e0e51b-46eb-59c3-9306-d541b878c447', 'R', 'partner', 'dossier', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('35913af5-11b6-515f-a6ce-605fbbc84132', 'R', 'partner', 'dossier', 'supervision', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('ec6091d5-adf0-5cfd-b552-ebdd3b8a1230', 'R', 'partner', 'dossier', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2b4b9dd8-f0bc-56bd-8bc9-0ab9935b1ebb', 'R', 'partner', 'dossier', 'vehicle', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('54eeab9c-4ffd-5ec7-ad59-e43fb29802b9', 'R', 'partner', 'evaluation', 'evaluation', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('49fb47bf-1369-5b6d-a0fe-f7457fe7e6de', 'R', 'partner', 'evaluation', 'plan', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('d9df13fe-5ab4-5858-ba45-f3d39eb3e8cf', 'R', 'partner', 'evaluation', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2bc68a9f-1d0e-537e-ad70-ef6f332deb37', 'R', 'partner', 'evaluation', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('64decf55-a429-58ed-b4f8-be6861457eeb', 'R', 'partner', 'evaluation', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('f8ec1a88-79ac-5f4a-9d39-f314f3b2874c', 'R', 'partner', 'execution', 'identification', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('3d08468a-a2b0-5daf-a138-2667e605f449', 'R', 'partner', 'execution', 'plan', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a28edc25-c098-555e-af9a-657270fdb25c', 'R', 'partner', 'execution', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('1ad3041c-b29b-53e2-a7dc-eae86575e4c5', 'R', 'partner', 'execution', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b60f5a2f-2c44-51db-af94-5b79a4f7b572', 'R', 'partner', 'execution', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b5c60e4a-7bc2-5d68-89a2-7a45ca79fd8d', 'R', 'partner', 'execution', 'weighing', 'existence', 'all', 'WGS 2.23(5)', '2025-03-01'),
('599cbddb-4663-5ba4-81f1-111d0bd37b3b', 'R', 'partner', 'weighing', 'behaviour', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a9cda58c-fa96-5d33-a1ed-8d33ebb59457', 'R', 'partner', 'weighing', 'company', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('7a65e0af-9394-5694-bd48-3525016ce84d', 'R', 'partner', 'weighing', 'contact', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('4ecf230f-f0de-5fb7-8134-4d949df3ba65', 'R', 'partner', 'weighing', 'financial', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('36f6786b-a0cc-5585-b765-80ca4b6efdb5', 'R', 'partner', 'weighing', 'fiscal', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2268e145-93e1-5489-a7b5-01a016f11de6', 'R', 'partner', 'weighing', 'housing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('993d1da6-866a-5059-85fe-a0083762746b', 'R', 'partner', 'weighing', 'identification', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('d9adac74-7c86-5def-a11d-992a23608bcd', 'R', 'partner', 'weighing', 'income', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('81b541a0-7aeb-56be-a86c-59f34e698cd3', 'R', 'partner', 'weighing', 'judicial', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('f54b7b0b-8b2b-5b6f-a637-4d83253ee398', 'R', 'partner', 'weighing', 'opinion', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('21909b7d-165b-5e39-8bc7-037593035aa6', 'R', 'partner', 'weighing', 'permits', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('6ca72be6-fd50-5c46-b0a8-ee1c450526f8', 'R', 'partner', 'weighing', 'police_8_13', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('3a365628-1591-5e1a-b279-f5797a0af543', 'R', 'partner', 'weighing', 'police_9_10', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2a0b4e59-9d0b-54f1-a7c6-5e174038c63a', 'R', 'partner', 'weighing', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('d86bc72b-fa6e-50af-ab12-74a1df59de84', 'R', 'partner', 'weighing', 'property', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('f4afd4b1-8f71-5e2b-a948-e94fd02d2b5c', 'R', 'partner', 'weighing', 'relations', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('7985db73-0248-544e-bb12-d496bceee0af', 'R', 'partner', 'weighing', 'residence', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b1e13422-bcbd-508c-9bdf-bfb3138c2e9b', 'R', 'partner', 'weighing', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('64668ecd-e349-5307-b552-8ce477639f42', 'R', 'partner', 'weighing', 'supervision', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('d190624a-80d2-5cfd-b98b-e62c9c7099a0', 'R', 'partner', 'weighing', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('0216766f-fc49-59a8-beca-d88e8ca2bc4a', 'R', 'partner', 'weighing', 'vehicle', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('90896697-dfb2-505f-8824-1bc0c3b3f46e', 'R', 'partner', 'weighing', 'weighing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('4c46cfa4-806f-5630-8262-354f52771d36', 'R', 'preparation', 'assignment', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('970763c0-3989-50df-8f51-d273ed74b432', 'R', 'preparation', 'closed', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('878eecdf-72c4-5ff3-853f-00a5eb421439', 'R', 'preparation', 'detection', 'assessment', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('79c68ee0-44c8-5990-90f3-e4fcfb194fc5', 'R', 'preparation', 'detection', 'signal', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('03dbec1a-f602-54f1-bf2f-683f10fe2887', 'R', 'preparation', 'detection', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('f1ba96f7-1eaa-59ae-a6da-335b57edd5aa', 'R', 'preparation', 'dossier', 'assessment', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('9f03e305-aea4-5ba1-89ef-9f80221e5988', 'R', 'preparation', 'dossier', 'signal', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a8394fb9-875d-51ff-9f0c-645df060720d', 'R', 'preparation', 'dossier', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a9d998f9-cbea-5c80-bbd3-8f82592f03d6', 'R', 'preparation', 'evaluation', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('c8a2e6fe-a694-5f65-be3e-12c90102909a', 'R', 'preparation', 'execution', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('925290dc-7695-5967-8ebe-4bd0c7ab1ebe', 'R', 'preparation', 'weighing', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('48c31635-3973-54d4-a95c-9896e34899bf', 'R', 'reporter', 'assignment', 'status', 'title', 'all', 'WGS 2.23(1)', '2025-03-01'),
('62b4bbd5-8ab1-5311-bfb7-a187e7560b95', 'R', 'reporter', 'closed', 'status', 'title', 'all', 'WGS 2.23(1)', '2025-03-01'),
('c69d66ea-ceb3-5e91-9626-1f9b0c50740b', 'R', 'reporter', 'detection', 'status', 'title', 'all', 'WGS 2.23(1)', '2025-03-01'),
('a611d8a1-c5ea-5605-a209-235ce00c1203', 'R', 'reporter', 'dossier', 'status', 'title', 'all', 'WGS 2.23(1)', '2025-03-01'),
('e7a0b955-1003-5670-af47-8d4c9d49cea6', 'R', 'reporter', 'evaluation', 'status', 'title', 'all', 'WGS 2.23(1)', '2025-03-01'),
('8f903f1d-9683-50cf-bf4e-af5e5f80a692', 'R', 'reporter', 'execution', 'status', 'title', 'all', 'WGS 2.23(1)', '2025-03-01'),
('0a71faeb-f132-5c0e-b830-2b96048075db', 'R', 'reporter', 'weighing', 'status', 'title', 'all', 'WGS 2.23(1)', '2025-03-01'),
('9b4ce623-1a9c-5db0-80ba-8b9d402df0be', 'R', 'riec', 'assignment', 'identification', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('ed0a2226-4cfa-5c43-baf3-e91b42cd2eab', 'R', 'riec', 'assignment', 'intervention', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('82fd7fc6-fcd6-5d95-b264-9af27d59f50f', 'R', 'riec', 'assignment', 'plan', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('638ddad2-f186-5b3a-9af7-d5453dc75d71', 'R', 'riec', 'assignment', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('3cea96ae-f587-5d77-bbab-be45dd6629b4', 'R', 'riec', 'assignment', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('ee217616-102d-53c9-a617-d9400342630f', 'R', 'riec', 'assignment', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('f0afa296-65a6-5764-b1f6-fdd5a0b017b0', 'R', 'riec', 'assignment', 'weighing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('dfd40a55-2d13-5247-b291-26b0d75fb44c', 'R', 'riec', 'closed', 'plan', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('6b80e1e2-1cfd-5b51-9e37-5f8c35f57a72', 'R', 'riec', 'closed', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('4abb2b5e-6a0e-5cf5-9761-9af821f0c541', 'R', 'riec', 'closed', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('cf699b52-a4c7-59b5-a603-d13381af6910', 'R', 'riec', 'detection', 'assessment', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('e7d55ec7-ee0d-5829-811c-e7ccbcdf2dd3', 'R', 'riec', 'detection', 'signal', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('6475bdb8-c73f-5fc6-8aa7-1a36131d4d5c', 'R', 'riec', 'detection', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2653c957-24b7-5b17-abcc-3b5080f70dc5', 'R', 'riec', 'dossier', 'answer', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2e1ff9f4-5231-51dc-9541-41c1e560b2e7', 'R', 'riec', 'dossier', 'assessment', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('6b07f3f6-818d-5ec8-b642-3b617acb7ec1', 'R', 'riec', 'dossier', 'behaviour', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('34d15c96-5ca3-5387-87da-0d88bbd72d97', 'R', 'riec', 'dossier', 'company', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('754cf308-74e3-5c16-a42d-8a4a3d47785c', 'R', 'riec', 'dossier', 'contact', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('d6a8fc95-99d4-52ce-81c6-fcee456d53f0', 'R', 'riec', 'dossier', 'financial', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('444f648f-32b6-5cdb-9e84-6e397965e0ef', 'R', 'riec', 'dossier', 'fiscal', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b1fc6780-da28-51b6-9d27-5611b211d424', 'R', 'riec', 'dossier', 'housing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('9c2edcf4-777c-519a-9e79-d461e525f3f6', 'R', 'riec', 'dossier', 'identification', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2ac8d5e0-f7c0-501c-89e2-af6e675405fc', 'R', 'riec', 'dossier', 'income', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a4c33e2e-8ed6-55fc-9001-3d3397264226', 'R', 'riec', 'dossier', 'judicial', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b9250f8b-8f8c-54c0-95eb-0e6dedce4814', 'R', 'riec', 'dossier', 'opinion', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('07b0c0aa-9cf6-5bfe-87f6-fd8edf453f3f', 'R', 'riec', 'dossier', 'permits', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('844b3275-6eee-5642-87c7-02a620034aba', 'R', 'riec', 'dossier', 'police_8_13', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b6423172-3668-56bb-b163-70b328d50843', 'R', 'riec', 'dossier', 'police_9_10', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2e43cc2c-31b6-578e-98f2-8ed03a64752e', 'R', 'riec', 'dossier', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('02a65e60-df9f-50c0-a368-e008928aa2d0', 'R', 'riec', 'dossier', 'property', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('1414f472-f857-52ed-9c88-dd69b1085323', 'R', 'riec', 'dossier', 'relations', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('d082c43e-90d0-5151-8331-fb056def7a01', 'R', 'riec', 'dossier', 'request', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('8bf61380-b1ce-5ed2-9954-18614335fea9', 'R', 'riec', 'dossier', 'residence', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('08f3d1b7-ef36-50a3-8055-8e8ae972fc24', 'R', 'riec', 'dossier', 'signal', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('7136cc3d-d002-5515-9d80-737c3fe62bf8', 'R', 'riec', 'dossier', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('6e1833e5-2b11-5310-bea2-2264ae07461e', 'R', 'riec', 'dossier', 'supervision', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('0adc2392-bf19-5582-b1e2-195cf2f28893', 'R', 'riec', 'dossier', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('3304760e-323e-506b-b2d8-7096495076c8', 'R', 'riec', 'dossier', 'vehicle', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('ce1e576e-99ce-5488-8bda-c4910b9cceff', 'R', 'riec', 'dossier', 'weighing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('295de819-4af8-514c-a40c-96abe516841b', 'R', 'riec', 'evaluation', 'evaluation', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2ed12aa2-7dc5-54b2-b4d8-95221d8601c9', 'R', 'riec', 'evaluation', 'identification', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('24153607-86e0-51a0-8d56-6348cf073c04', 'R', 'riec', 'evaluation', 'intervention', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('7055033d-87c5-58f4-b34b-60eca5b658ce', 'R', 'riec', 'evaluation', 'plan', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('1cf537b4-39ad-5e95-93d5-154e71b2f4a3', 'R', 'riec', 'evaluation', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('e8d4610f-ad0a-5a82-b9d8-dcdb2728fff2', 'R', 'riec', 'evaluation', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('30822978-5b8e-5755-b84c-5c0d5d7c3780', 'R', 'riec', 'evaluation', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b7c06197-d705-5de3-bd3c-2cba213fdd13', 'R', 'riec', 'evaluation', 'weighing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('4e4f017c-67a0-5675-b896-5cdbe0032c22', 'R', 'riec', 'execution', 'identification', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('1d1adf48-da85-5c4f-9da8-e49933ce2946', 'R', 'riec', 'execution', 'intervention', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('9a2f57e0-0c39-52e8-985c-bea751f2ba28', 'R', 'riec', 'execution', 'plan', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('c53a6243-8e84-59f6-bba3-d4f9fd37edc7', 'R', 'riec', 'execution', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('76ecbf1e-427c-54bf-9acd-098395fc95f8', 'R', 'riec', 'execution', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('0ea20fde-c426-5de6-b6d0-eb08b7cdb5ae', 'R', 'riec', 'execution', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b5ad6726-5cd3-5210-8d44-1ce76304807c', 'R', 'riec', 'execution', 'weighing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a0df194c-8aed-5e4e-8d62-3c6c6e3bd9e4', 'R', 'riec', 'weighing', 'answer', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('20c10399-2749-5fd8-a27e-b6fd5e2a3458', 'R', 'riec', 'weighing', 'assessment', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('fbc6e3cf-080d-5ca1-83eb-284cd8fdf1bf', 'R', 'riec', 'weighing', 'behaviour', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('4852899a-4069-543c-8d46-97f85eb67694', 'R', 'riec', 'weighing', 'company', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('e1f5e395-0296-5ea8-b774-5967a3fe9d10', 'R', 'riec', 'weighing', 'contact', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('c97a14da-7ef6-5d9f-8639-d40ba578c80b', 'R', 'riec', 'weighing', 'financial', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b815b950-1b76-5156-bbce-cc4a95a8739d', 'R', 'riec', 'weighing', 'fiscal', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('b29aa083-2121-5077-bb9e-640df3b4b28d', 'R', 'riec', 'weighing', 'housing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2c989574-d2a1-5a14-b669-d0e38de1e7df', 'R', 'riec', 'weighing', 'identification', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('cb71fff7-e5f2-565f-b67e-e2d7c82809fe', 'R', 'riec', 'weighing', 'income', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('f2161cf3-e8db-59a7-badd-71b125ccc94e', 'R', 'riec', 'weighing', 'judicial', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('6a879cc4-ba0e-52b4-bfcd-09b7a0f73142', 'R', 'riec', 'weighing', 'opinion', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('11fa5776-bc7d-539c-95ce-9408e817bb96', 'R', 'riec', 'weighing', 'permits', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('2cb14c96-cf3d-53f0-a812-dee497d7c73b', 'R', 'riec', 'weighing', 'police_8_13', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('56304db1-4bfa-5f72-adf8-0de5c35accdb', 'R', 'riec', 'weighing', 'police_9_10', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('27938d0b-0b36-5ebe-8162-aa37800a317c', 'R', 'riec', 'weighing', 'process', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('4314bc55-ff66-55bc-bafc-a018a270eb59', 'R', 'riec', 'weighing', 'property', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('92735d96-f7ce-5d08-9cb5-97ae9ab66f15', 'R', 'riec', 'weighing', 'relations', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a7b0d572-1391-5fbf-bba0-1d704e7d38b2', 'R', 'riec', 'weighing', 'request', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('8d48d1a9-320e-511e-a15f-816b0474d6b1', 'R', 'riec', 'weighing', 'residence', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('28cd179c-e053-5573-85a0-76b3d69d1f62', 'R', 'riec', 'weighing', 'signal', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('1ee725a3-832f-55f8-93b3-40544492dce6', 'R', 'riec', 'weighing', 'status', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('eac18079-f8e4-5fd3-ab21-3a48bb7c01c8', 'R', 'riec', 'weighing', 'supervision', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('57e7a638-7fac-5d10-a4ee-f4c0152fa9c2', 'R', 'riec', 'weighing', 'title', 'title', 'all', 'WGS 2.23(5)', '2025-03-01'),
('1358fff3-a105-599f-8799-ffa31a363bd3', 'R', 'riec', 'weighing', 'vehicle', 'content', 'all', 'WGS 2.23(5)', '2025-03-01'),
('a3368d2b-aaf6-5c0f-94bd-1cb20d0cba49', 'R', 'riec', 'weighing', 'weighing', 'content', 'all', 'WGS 2.23(5)', '2025-03-01')
-- ;;
insert into transitions (kind, from_step, act, to_step, parts) values
('signal', 'detection', 'assessment.take_up', 'dossier', '{riec}'),
('signal', 'detection', 'assessment.hand_over', 'closed', '{riec}'),
('signal', 'detection', 'assessment.reject', 'closed', '{riec}'),
('subject', 'dossier', 'conclusion', 'weighing', '{riec,municipality}'),
('subject', 'weighing', 'weighing.approach', 'assignment', '{riec}'),
('subject', 'weighing', 'weighing.back', 'dossier', '{riec}'),
('subject', 'weighing', 'weighing.hand_over', 'closed', '{riec}'),
('subject', 'weighing', 'weighing.none', 'closed', '{riec}'),
('subject', 'assignment', 'reply.accepted', 'execution', '{assignee}'),
('subject', 'assignment', 'reply.refused', 'execution', '{assignee}'),
('subject', 'assignment', 'reply.deferred', 'execution', '{assignee}'),
('subject', 'execution', 'report.completion', 'evaluation', '{assignee}')
-- ;;
INSERT INTO municipalities (code, valid_from, valid_until, name, district) VALUES ('GM0375', '2015-01-01', NULL, 'Beverwijk', 'kennemerland'), ('GM0377', '2015-01-01', NULL, 'Bloemendaal', 'kennemerland'), ('GM0392', '2015-01-01', NULL, 'Haarlem', 'kennemerland'), ('GM0393', '2015-01-01', '2019-01-01', 'Haarlemmerliede en Spaarnwoude', 'kennemerland'), ('GM0394', '2015-01-01', NULL, 'Haarlemmermeer', 'kennemerland'), ('GM0396', '2015-01-01', NULL, 'Heemskerk', 'kennemerland'), ('GM0397', '2015-01-01', NULL, 'Heemstede', 'kennemerland'), ('GM0450', '2015-01-01', NULL, 'Uitgeest', 'kennemerland'), ('GM0453', '2015-01-01', NULL, 'Velsen', 'kennemerland'), ('GM0473', '2015-01-01', NULL, 'Zandvoort', 'kennemerland'), ('GM0370', '2015-01-01', '2022-01-01', 'Beemster', 'zaanstreek-waterland'), ('GM0385', '2015-01-01', NULL, 'Edam-Volendam', 'zaanstreek-waterland'), ('GM0415', '2015-01-01', NULL, 'Landsmeer', 'zaanstreek-waterland'), ('GM0431', '2015-01-01', NULL, 'Oostzaan', 'zaanstreek-waterland'), ('GM0439', '2015-01-01', NULL, 'Purmerend', 'zaanstreek-waterland'), ('GM0478', '2015-01-01', '2016-01-01', 'Zeevang', 'zaanstreek-waterland'), ('GM0479', '2015-01-01', NULL, 'Zaanstad', 'zaanstreek-waterland'), ('GM0852', '2015-01-01', NULL, 'Waterland', 'zaanstreek-waterland'), ('GM0880', '2015-01-01', NULL, 'Wormerland', 'zaanstreek-waterland'), ('GM0361', '2015-01-01', NULL, 'Alkmaar', 'noord-holland-noord'), ('GM0373', '2015-01-01', NULL, 'Bergen (NH.)', 'noord-holland-noord'), ('GM0383', '2015-01-01', NULL, 'Castricum', 'noord-holland-noord'), ('GM0388', '2015-01-01', NULL, 'Enkhuizen', 'noord-holland-noord'), ('GM0398', '2015-01-01', '2022-01-01', 'Heerhugowaard', 'noord-holland-noord'), ('GM0399', '2015-01-01', NULL, 'Heiloo', 'noord-holland-noord'), ('GM0400', '2015-01-01', NULL, 'Den Helder', 'noord-holland-noord'), ('GM0405', '2015-01-01', NULL, 'Hoorn', 'noord-holland-noord'), ('GM0416', '2015-01-01', '2022-01-01', 'Langedijk', 'noord-holland-noord'), ('GM0420', '2015-01-01', NULL, 'Medemblik', 'noord-holland-noord'), ('GM0432', '2015-01-01', NULL, 'Opmeer', 'noord-holland-noord'), ('GM0441', '2015-01-01', NULL, 'Schagen', 'noord-holland-noord'), ('GM0448', '2015-01-01', NULL, 'Texel', 'noord-holland-noord'), ('GM0498', '2015-01-01', NULL, 'Drechterland', 'noord-holland-noord'), ('GM0532', '2015-01-01', NULL, 'Stede Broec', 'noord-holland-noord'), ('GM1598', '2015-01-01', NULL, 'Koggenland', 'noord-holland-noord'), ('GM1911', '2015-01-01', NULL, 'Hollands Kroon', 'noord-holland-noord'), ('GM1980', '2022-01-01', NULL, 'Dijk en Waard', 'noord-holland-noord'), ('GM0489', '2015-01-01', NULL, 'Barendrecht', 'rotterdam-rijnmond'), ('GM0501', '2015-01-01', '2023-01-01', 'Brielle', 'rotterdam-rijnmond'), ('GM0502', '2015-01-01', NULL, 'Capelle aan den IJssel', 'rotterdam-rijnmond'), ('GM0530', '2015-01-01', '2023-01-01', 'Hellevoetsluis', 'rotterdam-rijnmond'), ('GM0542', '2015-01-01', NULL, 'Krimpen aan den IJssel', 'rotterdam-rijnmond'), ('GM0556', '2015-01-01', NULL, 'Maassluis', 'rotterdam-rijnmond'), ('GM0597', '2015-01-01', NULL, 'Ridderkerk', 'rotterdam-rijnmond'), ('GM0599', '2015-01-01', NULL, 'Rotterdam', 'rotterdam-rijnmond'), ('GM0606', '2015-01-01', NULL, 'Schiedam', 'rotterdam-rijnmond'), ('GM0613', '2015-01-01', NULL, 'Albrandswaard', 'rotterdam-rijnmond'), ('GM0614', '2015-01-01', '2023-01-01', 'Westvoorne', 'rotterdam-rijnmond'), ('GM0622', '2015-01-01', NULL, 'Vlaardingen', 'rotterdam-rijnmond'), ('GM1621', '2015-01-01', NULL, 'Lansingerland', 'rotterdam-rijnmond'), ('GM1924', '2015-01-01', NULL, 'Goeree-Overflakkee', 'rotterdam-rijnmond'), ('GM1930', '2015-01-01', NULL, 'Nissewaard', 'rotterdam-rijnmond'), ('GM1992', '2023-01-01', NULL, 'Voorne aan Zee', 'rotterdam-rijnmond')
-- ;;
INSERT INTO exploitation_forms (code, valid_from, valid_until, label_nl, label_en, explanation_nl, explanation_en, reportable) VALUES ('SE', '2025-01-01', NULL, 'Seksuele uitbuiting', 'Sexual exploitation', 'Iemand wordt gedwongen of misleid tot sekswerk, of moet de verdiensten afstaan. Sekswerk zelf is legaal en geen uitbuiting.', 'Somebody is forced or deceived into sex work, or must hand over the earnings. Sex work itself is legal and no exploitation.', true), ('AU', '2025-01-01', NULL, 'Arbeidsuitbuiting', 'Labour exploitation', 'Iemand werkt onder dwang of misbruik van een kwetsbare positie, in omstandigheden waaraan hij of zij zich niet kan onttrekken.', 'Somebody works under coercion or abuse of a vulnerable position, in conditions that he or she cannot leave.', true), ('EB', '2025-01-01', NULL, 'Ernstige benadeling', 'Serious abuse at work', 'Stelselmatige en ernstige misstanden in het werk, onder de grens van mensenhandel (art. 273f Sr).', 'Systematic and serious abuse at work, below the threshold of human trafficking (art. 273f Criminal Code).', true), ('CU', '2025-01-01', NULL, 'Criminele uitbuiting', 'Criminal exploitation', 'Iemand wordt gedwongen of gebruikt om strafbare feiten te plegen waarvan een ander profiteert.', 'Somebody is forced or used to commit offences from which another profits.', true), ('GD', '2025-01-01', NULL, 'Gedwongen bedelarij of dienstverlening', 'Forced begging or services', 'Gedwongen bedelen, huishoudelijk werk zonder loon of vrijheid, of gedwongen verplichtingen op naam.', 'Forced begging, domestic work without pay or freedom, or forced obligations in somebody''s name.', true), ('JL', '2025-01-01', NULL, 'Jeugd en loverboys', 'Young people and loverboys', 'Signalen over iemand jonger dan 18, of een jongvolwassene tot 23. Onder de 18 is dwang of misleiding niet vereist.', 'Signals about somebody under 18, or a young adult up to 23. Under 18 neither coercion nor deceit is required.', true), ('OV', '2025-01-01', NULL, 'Andere of nog onbekende vorm', 'Other form, or not yet known', 'Bijvoorbeeld orgaanverwijdering of een gedwongen huwelijk, of als nog niet te zeggen is om welke vorm het gaat.', 'For example organ removal or a forced marriage, or when it cannot be said yet which form it is.', true), ('FL', '2025-01-01', NULL, 'Faciliteerders en locaties', 'Facilitators and locations', 'Omstandigheden van een plaats, bedrijf of tussenpersoon. Zij bewijzen niets over een persoon.', 'Circumstances of a place, company or intermediary. They prove nothing about a person.', false)
-- ;;
INSERT INTO indicators (code, valid_from, valid_until, label_nl, label_en, form, dimension, weight, observable) VALUES ('SE01', '2025-01-01', NULL, 'Ander soort werk, land of werkgever voorgespiegeld', 'Deceived about kind of work, country or employer', 'SE', 'DR', 'S', 'V'), ('SE02', '2025-01-01', NULL, 'Reis, documenten of woonruimte volledig door derde geregeld, met schuld', 'Third party arranged travel, papers or housing, creating debt', 'SE', 'CR', 'M', 'V'), ('SE03', '2025-01-01', NULL, 'Geweld of sporen daarvan', 'Violence or traces of it', 'SE', 'CD', 'S', 'Z'), ('SE04', '2025-01-01', NULL, 'Eigen identiteitsbewijs in handen van een ander', 'Own ID held by someone else', 'SE', 'CD', 'S', 'Z'), ('SE05', '2025-01-01', NULL, 'Wordt bewaakt, gevolgd of voortdurend gebeld bij het werk', 'Watched, tracked or constantly phoned while working', 'SE', 'CD', 'S', 'Z'), ('SE06', '2025-01-01', NULL, 'Mag klanten, handelingen of werktijden niet weigeren', 'Cannot refuse clients, acts or hours', 'SE', 'CD', 'M', 'V'), ('SE07', '2025-01-01', NULL, 'Moet (bijna) alle verdiensten afstaan', 'Must hand over (nearly) all earnings', 'SE', 'EX', 'S', 'V'), ('SE08', '2025-01-01', NULL, 'Vaste dagafdracht of boetes bij te weinig omzet', 'Fixed daily quota or fines', 'SE', 'EX', 'M', 'V'), ('SE09', '2025-01-01', NULL, 'Werkt door bij ziekte, zwangerschap of zonder condoom onder druk', 'Works while ill, pregnant or without condom under pressure', 'SE', 'EX', 'M', 'V'), ('SE10', '2025-01-01', NULL, 'Zeer lange dagen, geen rustdagen, slaapt op de werkplek', 'Very long days, no rest, sleeps at the workplace', 'SE', 'EX', 'S', 'Z'), ('SE11', '2025-01-01', NULL, 'Spreekt ingestudeerd; ander voert het woord', 'Rehearsed answers; another person speaks', 'SE', 'CD', 'M', 'Z'), ('SE12', '2025-01-01', NULL, 'Kent eigen adres of omgeving niet, steeds andere plaats', 'Does not know own address; moved around often', 'SE', 'VD', 'M', 'Z'), ('SE13', '2025-01-01', NULL, 'Dreiging met openbaarmaking (familie, beelden)', 'Threat to expose to family or with images', 'SE', 'CD', 'M', 'V'), ('SE14', '2025-01-01', NULL, 'Meerdere werkenden onder één telefoonnummer, boeker of betaler', 'Several workers under one phone, booker or payer', 'SE', 'CX', 'M', 'R'), ('SE15', '2025-01-01', NULL, 'Zelfde beheerder, chauffeur of huurder bij meerdere adressen', 'Same manager, driver or tenant at several addresses', 'SE', 'CX', 'M', 'R'), ('SE16', '2025-01-01', NULL, 'Garantstelling of inschrijvingspatroon wijst op misbruik', 'Sponsorship or registration pattern suggests misuse', 'SE', 'CX', 'W', 'R'), ('AU01', '2025-01-01', NULL, 'Misleid over aard, plaats of werkgever', 'Deceived about job, place or employer', 'AU', 'DR', 'S', 'V'), ('AU02', '2025-01-01', NULL, 'Contract ontbreekt, onbegrijpelijk of na aankomst vervangen', 'No, unintelligible or swapped contract', 'AU', 'DR', 'M', 'V'), ('AU03', '2025-01-01', NULL, 'Hoge bemiddelings- of reiskosten als schuld bij werkgever', 'Recruitment/travel cost turned into debt to employer', 'AU', 'CD', 'S', 'V'), ('AU04', '2025-01-01', NULL, 'Buitensporige werktijden of vrijwel geen vrije dagen', 'Excessive hours or hardly any days off', 'AU', 'EX', 'S', 'R'), ('AU05', '2025-01-01', NULL, 'Loon (ver) onder minimum, niet of contant uitbetaald', 'Pay far below minimum, unpaid or in cash', 'AU', 'EX', 'M', 'R'), ('AU06', '2025-01-01', NULL, 'Onverklaarde inhoudingen, boetes, verplichte aankopen', 'Unexplained deductions, fines, forced purchases', 'AU', 'EX', 'M', 'R'), ('AU07', '2025-01-01', NULL, 'Werkgever beheert bankpas, rekening of DigiD', 'Employer controls bank card, account or DigiD', 'AU', 'CD', 'M', 'V'), ('AU08', '2025-01-01', NULL, 'Werkgever houdt paspoort of verblijfsdocument', 'Employer keeps passport or permit', 'AU', 'CD', 'S', 'Z'), ('AU09', '2025-01-01', NULL, 'Slaapt op of bij de werkplek, overbewoning, onveilige ruimte', 'Sleeps at work, overcrowded, unsafe room', 'AU', 'EX', 'M', 'Z'), ('AU10', '2025-01-01', NULL, 'Wonen en werken bij dezelfde partij; ontslag = dakloos', 'Housing and job tied; losing job means homeless', 'AU', 'VD', 'M', 'R'), ('AU11', '2025-01-01', NULL, 'Gevaarlijk werk zonder bescherming of instructie', 'Dangerous work without protection or training', 'AU', 'EX', 'M', 'Z'), ('AU12', '2025-01-01', NULL, 'Mag terrein niet verlaten of alleen onder begeleiding', 'May not leave or only escorted', 'AU', 'CD', 'S', 'V'), ('AU13', '2025-01-01', NULL, 'Bedreigd met aangifte, uitzetting of inlichten familie', 'Threatened with report, expulsion or family', 'AU', 'CD', 'M', 'V'), ('AU14', '2025-01-01', NULL, 'Geweld of vernedering door leiding', 'Violence or humiliation by management', 'AU', 'CD', 'S', 'V'), ('AU15', '2025-01-01', NULL, 'Geen zorg bij ziekte of ongeval, ongeval verzwegen', 'No care after illness or accident, hidden accident', 'AU', 'EX', 'M', 'V'), ('AU16', '2025-01-01', NULL, 'Spreekt taal niet, kent rechten niet, geen contact buiten werk', 'No language, rights or outside contacts', 'AU', 'VD', 'W', 'Z'), ('AU17', '2025-01-01', NULL, 'Wisselende bv''s, schijnzelfstandigen, uitzendketen zonder register', 'Changing companies, bogus self-employed, agency chain', 'AU', 'CX', 'M', 'R'), ('EB01', '2025-01-01', NULL, 'Stelselmatige overtreding van loon- of arbeidstijdregels', 'Systematic pay or hours violations', 'EB', 'EX', 'M', 'R'), ('EB02', '2025-01-01', NULL, 'Structureel vies, zwaar of gevaarlijk werk zonder voorzieningen', 'Structural dirty, heavy or dangerous work without facilities', 'EB', 'EX', 'M', 'Z'), ('EB03', '2025-01-01', NULL, 'Huisvesting voldoet herhaald niet aan regels, hoge prijs', 'Housing repeatedly substandard and costly', 'EB', 'EX', 'M', 'Z'), ('EB04', '2025-01-01', NULL, 'Werkgever eerder beboet, hervat zelfde praktijk (nieuwe naam)', 'Employer fined before, restarts same practice', 'EB', 'CX', 'M', 'R'), ('EB05', '2025-01-01', NULL, 'Meerdere werknemers vertellen hetzelfde patroon', 'Several workers tell the same pattern', 'EB', 'CX', 'M', 'V'), ('CU01', '2025-01-01', NULL, 'Pleegt feiten in opdracht, buit gaat naar ander', 'Commits offences on orders, loot goes to another', 'CU', 'EX', 'S', 'R'), ('CU02', '2025-01-01', NULL, 'Zegt schuld te moeten afwerken (drugs, boete, "verloren partij")', 'Must work off a debt (drugs, fine, lost load)', 'CU', 'CD', 'S', 'V'), ('CU03', '2025-01-01', NULL, 'Rekening, pas of DigiD gebruikt door ander (geldezel)', 'Account, card or DigiD used by others (money mule)', 'CU', 'EX', 'M', 'R'), ('CU04', '2025-01-01', NULL, 'Aangetroffen als knipper, oppasser of uithaler zonder eigen opbrengst', 'Found as trimmer, guard or port extractor without own gain', 'CU', 'EX', 'M', 'R'), ('CU05', '2025-01-01', NULL, 'Bedreigd of mishandeld bij weigeren of stoppen', 'Threatened or beaten when refusing or stopping', 'CU', 'CD', 'S', 'V'), ('CU06', '2025-01-01', NULL, 'Minderjarige met meerderjarige opdrachtgever', 'Minor with adult instructor', 'CU', 'VR', 'S', 'Z'), ('GD01', '2025-01-01', NULL, 'Bedelt, verkoopt of collecteert in groep; geld wordt opgehaald', 'Begs, sells or collects in a group; money picked up', 'GD', 'EX', 'M', 'Z'), ('GD02', '2025-01-01', NULL, 'Kind, oudere of zieke ingezet om te bedelen', 'Child, elderly or ill person used to beg', 'GD', 'EX', 'S', 'Z'), ('GD03', '2025-01-01', NULL, 'Huishoudelijk werk bij familie/werkgever zonder loon of vrijheid', 'Domestic work without pay or freedom', 'GD', 'EX', 'S', 'V'), ('GD04', '2025-01-01', NULL, 'Gedwongen leningen, abonnementen, bedrijf of huwelijk op naam', 'Forced loans, contracts, company or marriage in name', 'GD', 'EX', 'M', 'R'), ('GD05', '2025-01-01', NULL, 'Uitkering, pgb of toeslag wordt door ander geïnd', 'Benefit, care budget or allowance cashed by another', 'GD', 'EX', 'M', 'R'), ('JL01', '2025-01-01', NULL, 'Minderjarige biedt (of wordt aangeboden voor) seks tegen betaling', 'Minor offers/is offered for paid sex', 'JL', 'EX', 'S', 'R'), ('JL02', '2025-01-01', NULL, 'Nieuwe, oudere vriend(in) die isoleert van familie en school', 'New older partner isolating from family and school', 'JL', 'VR', 'M', 'V'), ('JL03', '2025-01-01', NULL, 'Beelden gebruikt om te dwingen', 'Images used to coerce', 'JL', 'CD', 'S', 'V'), ('JL04', '2025-01-01', NULL, 'Wegloopgedrag, verzuim, opgehaald met wisselende auto''s', 'Running away, truancy, picked up by changing cars', 'JL', 'VR', 'M', 'Z'), ('JL05', '2025-01-01', NULL, 'Onverklaarbaar geld, cadeaus, tweede telefoon, hotelbezoek', 'Unexplained money, gifts, second phone, hotel visits', 'JL', 'VR', 'W', 'Z'), ('JL06', '2025-01-01', NULL, 'Verblijf in jeugdhulp/amv-opvang en benaderd door derden', 'In youth/unaccompanied-minor care and approached by outsiders', 'JL', 'VR', 'M', 'V'), ('JL07', '2025-01-01', NULL, 'Licht verstandelijke beperking of schulden benut door ander', 'Mild intellectual disability or debt exploited', 'JL', 'VR', 'M', 'V'), ('JL08', '2025-01-01', NULL, 'Plotselinge gedragsverandering met angst, verwondingen of merktekens', 'Sudden change with fear, injuries or marks', 'JL', 'CD', 'M', 'Z'), ('FL01', '2025-01-01', NULL, 'Verhuurder vraagt hoge contante huur, wisselende bewoners', 'Landlord takes high cash rent, changing residents', 'FL', 'CX', 'M', 'Z'), ('FL02', '2025-01-01', NULL, 'Hotel/vakantiepark: kamers op naam derde, veel korte bezoeken', 'Hotel/park: rooms in third-party name, many short visits', 'FL', 'CX', 'M', 'Z'), ('FL03', '2025-01-01', NULL, 'Administratie- of bemiddelingskantoor keert terug in meerdere signalen', 'Same bookkeeper/intermediary in several signals', 'FL', 'CX', 'M', 'R')
-- ;;
INSERT INTO legal_grounds (code, valid_from, valid_until, label_nl, label_en, article, source, compartment) VALUES ('WGS-1.5-1', '2025-03-01', NULL, 'Verstrekkingsplicht van deelnemers', 'Duty of participants to provide', 'art. 1.5, eerste lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.5-2', '2025-03-01', NULL, 'Verstrekking onder bijzondere geheimhoudingsregimes', 'Provision under special secrecy regimes', 'art. 1.5, tweede lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.7-1', '2025-03-01', NULL, 'Resultaten aan deelnemers', 'Results to participants', 'art. 1.7, eerste lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.7-2', '2025-03-01', NULL, 'Resultaten aan een derde', 'Results to a third party', 'art. 1.7, tweede en derde lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.7-4', '2025-03-01', NULL, 'Jaarlijkse terugkoppeling door ontvangers', 'Yearly feedback by recipients', 'art. 1.7, vierde lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.7-5', '2025-03-01', NULL, 'Evaluatie van werkwijze en indicatoren', 'Evaluation of method and indicators', 'art. 1.7, vijfde lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.7-8', '2025-03-01', NULL, 'Verstrekking aan een ander samenwerkingsverband', 'Provision to another cooperation', 'art. 1.7, achtste lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.8-2', '2025-03-01', NULL, 'Autorisatie van personen', 'Authorisation of persons', 'art. 1.8, tweede lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.8-4', '2025-03-01', NULL, 'Vastlegging van verwerkingen (logging)', 'Logging of processing', 'art. 1.8, vierde lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.8-7', '2025-03-01', NULL, 'Vernietigen of anonimiseren', 'Destruction or anonymisation', 'art. 1.8, zevende lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-1.11', '2025-03-01', NULL, 'Geheimhoudingsplicht', 'Duty of secrecy', 'art. 1.11', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.17', '2025-03-01', NULL, 'Doel van het RIEC', 'Purpose of the RIEC', 'art. 2.17', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.18', '2025-03-01', NULL, 'Activiteiten van het RIEC', 'Activities of the RIEC', 'art. 2.18', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.19', '2025-03-01', NULL, 'Deelnemers en hun taken', 'Participants and their tasks', 'art. 2.19', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.20', '2025-03-01', NULL, 'Verstrekking aan een ander RIEC', 'Provision to another RIEC', 'art. 2.20', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.21', '2025-03-01', NULL, 'Gegevens over seksueel gedrag', 'Data on sexual behaviour', 'art. 2.21', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.22', '2025-03-01', NULL, 'Categorieën van gegevens', 'Categories of data', 'art. 2.22', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.23-1', '2025-03-01', NULL, 'Melden van een signaal', 'Reporting a signal', 'art. 2.23, eerste lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.23-3', '2025-03-01', NULL, 'Wegen van signalen', 'Weighing of signals', 'art. 2.23, derde lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.23-5', '2025-03-01', NULL, 'Bepalen welke deelnemers betrokken zijn', 'Deciding which participants are involved', 'art. 2.23, vijfde lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.23-6', '2025-03-01', NULL, 'Verwerking in fasen', 'Processing in phases', 'art. 2.23, zesde lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('WGS-2.23-7', '2025-03-01', NULL, 'Interventies en interventieadvies', 'Interventions and intervention advice', 'art. 2.23, zevende lid', 'Wet gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-1.1', '2025-03-01', NULL, 'Verzoeken van betrokkenen via het contactpunt', 'Requests of data subjects through the contact point', 'art. 1.1 en 1.2', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-1.3', '2025-03-01', NULL, 'Informatieplicht (art. 14 AVG)', 'Duty to inform (art. 14 GDPR)', 'art. 1.3', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-1.6', '2025-03-01', NULL, 'Controle op juistheid door de verstrekker', 'Check of correctness by the supplier', 'art. 1.6', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-1.7', '2025-03-01', NULL, 'Melden en herstellen van onjuiste gegevens', 'Reporting and correcting wrong data', 'art. 1.7', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-1.9', '2025-03-01', NULL, 'Nationaliteit alleen voor identificatie', 'Nationality for identification only', 'art. 1.9', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-1.10', '2025-03-01', NULL, 'Bekend of niet bekend bij een ander samenwerkingsverband', 'Known or not known to another cooperation', 'art. 1.10', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-1.13-6', '2025-03-01', NULL, 'Afwijken van het advies van de rechtmatigheidsadviescommissie', 'Deviation from the lawfulness advice', 'art. 1.13, zesde lid', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-1.16-1', '2025-03-01', NULL, 'Vernietigen bij niet opgenomen signaal of ontbreken van aanwijzingen', 'Destruction when a signal is not taken up or no indication remains', 'art. 1.16, eerste lid', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-2.15', '2025-03-01', NULL, 'Categorieën per fase', 'Categories per phase', 'art. 2.15', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('BGS-2.16', '2025-03-01', NULL, 'Criteria voor gezamenlijke verwerking van een signaal', 'Criteria for joint processing of a signal', 'art. 2.16', 'Besluit gegevensverwerking door samenwerkingsverbanden', 'R'), ('WPG-8', '2015-01-01', NULL, 'Dagelijkse politietaak', 'Daily police task', 'art. 8', 'Wet politiegegevens', 'P'), ('WPG-9', '2015-01-01', NULL, 'Onderzoek in verband met de handhaving van de rechtsorde', 'Investigation to uphold the legal order', 'art. 9', 'Wet politiegegevens', 'P'), ('WPG-10', '2015-01-01', NULL, 'Inzicht in betrokkenheid bij ernstige misdrijven', 'Insight into involvement in serious crime', 'art. 10, eerste lid, onder a en c', 'Wet politiegegevens', 'P'), ('WPG-13', '2015-01-01', NULL, 'Ondersteunende taken', 'Supporting tasks', 'art. 13', 'Wet politiegegevens', 'P'), ('WPG-20-3', '2025-03-01', NULL, 'Verstrekking aan een samenwerkingsverband (WGS)', 'Provision to a cooperation (WGS)', 'art. 20, derde lid', 'Wet politiegegevens', 'P'), ('WJSG-39FA', '2015-01-01', NULL, 'Verstrekking van strafvorderlijke gegevens', 'Provision of criminal-procedure data', 'art. 8b, 39fa en 51ca', 'Wet justitiële en strafvorderlijke gegevens', 'P'), ('SR-273F', '2015-01-01', NULL, 'Mensenhandel', 'Human trafficking', 'art. 273f', 'Wetboek van Strafrecht', 'P'), ('SV-141', '2015-01-01', NULL, 'Opsporing', 'Criminal investigation', 'art. 141', 'Wetboek van Strafvordering', 'P'), ('SV-167', '2015-01-01', NULL, 'Vervolging', 'Prosecution', 'art. 167', 'Wetboek van Strafvordering', 'P'), ('SV-94', '2015-01-01', NULL, 'Inbeslagneming', 'Seizure', 'art. 94 en 94a', 'Wetboek van Strafvordering', 'P'), ('SR-36E', '2015-01-01', NULL, 'Ontneming van wederrechtelijk verkregen voordeel', 'Confiscation of unlawful gain', 'art. 36e', 'Wetboek van Strafrecht', 'P'), ('WET-BOD', '2015-01-01', NULL, 'Bijzondere opsporingsdiensten', 'Special investigation services', 'art. 3', 'Wet op de bijzondere opsporingsdiensten', 'P'), ('GW-151A', '2015-01-01', NULL, 'Regels over seksbedrijven', 'Rules on sex businesses', 'art. 151a', 'Gemeentewet', 'T'), ('GW-151D', '2017-07-01', NULL, 'Gedragsaanwijzing bij ernstige woonoverlast', 'Order on conduct in serious nuisance at home', 'art. 151d', 'Gemeentewet', 'T'), ('GW-172', '2015-01-01', NULL, 'Openbare orde, gebiedsverbod en meldplicht', 'Public order, area ban and duty to report', 'art. 172 en 172a', 'Gemeentewet', 'T'), ('GW-174', '2015-01-01', NULL, 'Toezicht op openbare inrichtingen', 'Supervision of public establishments', 'art. 174', 'Gemeentewet', 'T'), ('GW-174A', '2015-01-01', NULL, 'Sluiting bij (vrees voor) ernstige verstoring van de openbare orde', 'Closure on (fear of) serious disturbance of public order', 'art. 174a', 'Gemeentewet', 'T'), ('GW-125', '2015-01-01', NULL, 'Bestuursdwang door het gemeentebestuur', 'Administrative enforcement by the municipality', 'art. 125', 'Gemeentewet', 'T'), ('APV', '2015-01-01', NULL, 'Algemene plaatselijke verordening', 'Municipal by-law', 'hoofdstuk 3 (model)', 'Algemene plaatselijke verordening', 'T'), ('OPIUM-13B', '2015-01-01', NULL, 'Sluiting van een drugspand', 'Closure of drug premises', 'art. 13b', 'Opiumwet', 'T'), ('WW-13B', '2015-01-01', NULL, 'Overname van beheer', 'Taking over management', 'art. 13b', 'Woningwet', 'T'), ('WW-14', '2015-01-01', NULL, 'Beheervergoeding', 'Management fee', 'art. 14', 'Woningwet', 'T'), ('WW-17', '2015-01-01', NULL, 'Sluiting na herhaalde overtreding van bouw- of gebruiksregels', 'Closure after repeated breach of building or use rules', 'art. 17', 'Woningwet', 'T'), ('BIBOB-3', '2015-01-01', NULL, 'Weigeren of intrekken wegens gevaar', 'Refusal or withdrawal because of danger', 'art. 3, 5 en 7', 'Wet Bibob', 'T'), ('BIBOB-26', '2015-01-01', NULL, 'Tip van de officier van justitie', 'Tip of the public prosecutor', 'art. 26', 'Wet Bibob', 'T'), ('AWB-5.11', '2015-01-01', NULL, 'Bevoegdheden van toezichthouders', 'Powers of inspectors', 'art. 5:11 tot en met 5:20', 'Algemene wet bestuursrecht', 'T'), ('AWB-5.21', '2015-01-01', NULL, 'Last onder bestuursdwang', 'Order under administrative coercion', 'art. 5:21 tot en met 5:31c', 'Algemene wet bestuursrecht', 'T'), ('AWB-5.31D', '2015-01-01', NULL, 'Last onder dwangsom', 'Order subject to a penalty', 'art. 5:31d tot en met 5:39', 'Algemene wet bestuursrecht', 'T'), ('OW-5.1', '2024-01-01', NULL, 'Gebruik in strijd met het omgevingsplan', 'Use contrary to the environment plan', 'art. 5.1', 'Omgevingswet', 'T'), ('OW-11', '2024-01-01', NULL, 'Onteigening', 'Expropriation', 'hoofdstuk 11', 'Omgevingswet', 'T'), ('HVW-21', '2015-01-01', NULL, 'Onttrekken, samenvoegen en omzetten van woonruimte', 'Withdrawal, merger and conversion of housing', 'art. 21', 'Huisvestingswet 2014', 'T'), ('WGVH', '2023-07-01', NULL, 'Goed verhuurderschap en verhuur aan arbeidsmigranten', 'Good landlordship and letting to labour migrants', 'art. 2 e.v.', 'Wet goed verhuurderschap', 'T'), ('ALC-27', '2021-07-01', NULL, 'Weigeren of intrekken van een alcoholvergunning', 'Refusal or withdrawal of an alcohol licence', 'art. 27 en 31', 'Alcoholwet', 'T'), ('BRP-2.22', '2015-01-01', NULL, 'Adresonderzoek en ambtshalve uitschrijving', 'Address inquiry and deregistration', 'art. 2.22 en 4.17', 'Wet basisregistratie personen', 'T'), ('WBMGP', '2015-01-01', NULL, 'Gebiedsaanwijzing en screening van woningzoekenden', 'Designated areas and screening of tenants', 'art. 5, 10 en 10b', 'Wet bijzondere maatregelen grootstedelijke problematiek', 'T'), ('WAV-18', '2015-01-01', NULL, 'Boete wegens arbeid zonder tewerkstellingsvergunning', 'Fine for work without a permit', 'art. 18', 'Wet arbeid vreemdelingen', 'T'), ('WAV-8', '2015-01-01', NULL, 'Weigeren of intrekken van een tewerkstellingsvergunning', 'Refusal or withdrawal of a work permit', 'art. 8 en 12', 'Wet arbeid vreemdelingen', 'T'), ('WML-18B', '2015-01-01', NULL, 'Boete wegens onderbetaling', 'Fine for underpayment', 'art. 18b', 'Wet minimumloon en minimumvakantiebijslag', 'T'), ('ARBO-28', '2015-01-01', NULL, 'Stillegging van werk', 'Stopping of work', 'art. 28', 'Arbeidsomstandighedenwet', 'T'), ('SUWI-5', '2015-01-01', NULL, 'Handhaving werknemersverzekeringen', 'Enforcement of employee insurance', 'hoofdstuk 5', 'Wet SUWI', 'T'), ('AWR', '2015-01-01', NULL, 'Heffing en controle van belastingen', 'Levying and audit of taxes', 'art. 47 e.v.', 'Algemene wet inzake rijksbelastingen', 'T'), ('INV-1990', '2015-01-01', NULL, 'Invordering van belastingen', 'Collection of taxes', 'art. 4 e.v.', 'Invorderingswet 1990', 'T'), ('AWIR', '2015-01-01', NULL, 'Herziening en terugvordering van toeslagen', 'Revision and recovery of allowances', 'art. 16 e.v.', 'Algemene wet inkomensafhankelijke regelingen', 'T'), ('ADW', '2015-01-01', NULL, 'Douanetoezicht', 'Customs supervision', 'art. 1:22 e.v.', 'Algemene douanewet', 'T'), ('VW-2000', '2015-01-01', NULL, 'Verblijf en toezicht op referenten', 'Residence and supervision of sponsors', 'art. 14 e.v. en 55a', 'Vreemdelingenwet 2000', 'T'), ('WARENWET', '2015-01-01', NULL, 'Maatregelen bij levensmiddelenbedrijven', 'Measures in food businesses', 'art. 21 en 32a', 'Warenwet', 'T'), ('BW-7.231', '2015-01-01', NULL, 'Ontbinding van huur na sluiting', 'Ending a lease after closure', 'art. 7:231, tweede lid', 'Burgerlijk Wetboek', 'T'), ('WJSG-28', '2015-01-01', NULL, 'Verklaring omtrent het gedrag', 'Certificate of conduct', 'art. 28 e.v.', 'Wet justitiële en strafvorderlijke gegevens', 'T'), ('VC-B8-3', '2015-01-01', NULL, 'Bedenktijd en verblijf van slachtoffers van mensenhandel', 'Reflection period and residence of victims', 'B8/3', 'Vreemdelingencirculaire 2000', 'Z'), ('AVG-6-1-A', '2018-05-25', NULL, 'Toestemming van betrokkene', 'Consent of the data subject', 'art. 6, eerste lid, onder a', 'Algemene verordening gegevensbescherming', 'Z'), ('WMO-2015', '2015-01-01', NULL, 'Maatschappelijke ondersteuning en opvang', 'Social support and shelter', 'art. 1.2.1 en 2.3.5', 'Wet maatschappelijke ondersteuning 2015', 'Z'), ('JEUGDWET', '2015-01-01', NULL, 'Jeugdhulp', 'Youth care', 'art. 2.3', 'Jeugdwet', 'Z'), ('WGSCHULD', '2015-01-01', NULL, 'Gemeentelijke schuldhulpverlening', 'Municipal debt assistance', 'art. 3', 'Wet gemeentelijke schuldhulpverlening', 'Z'), ('WPUG', '2015-01-01', NULL, 'Publieke gezondheid', 'Public health', 'art. 6', 'Wet publieke gezondheid', 'Z')
-- ;;
INSERT INTO intervention_kinds (code, valid_from, valid_until, label_nl, label_en, track, organisation_kinds, authority, legal_ground) VALUES ('ST01', '2025-01-01', NULL, 'Strafrechtelijk onderzoek', 'Criminal investigation', 'straf', ARRAY['police', 'border_police'], '', 'SV-141'), ('ST02', '2025-01-01', NULL, 'Aanhouding', 'Arrest', 'straf', ARRAY['police', 'border_police'], '', 'SV-141'), ('ST03', '2025-01-01', NULL, 'Intake en opnemen van aangifte', 'Intake and taking a report', 'straf', ARRAY['police', 'border_police'], '', 'SV-141'), ('ST04', '2025-01-01', NULL, 'Stopgesprek', 'Warning talk', 'straf', ARRAY['police'], '', NULL), ('ST05', '2025-01-01', NULL, 'Controle en signalering aan de grens', 'Check and alert at the border', 'straf', ARRAY['border_police'], '', 'VW-2000'), ('ST06', '2025-01-01', NULL, 'Onderzoek naar witwassen of fraude', 'Investigation of money laundering or fraud', 'straf', ARRAY['fiod'], '', 'WET-BOD'), ('ST07', '2025-01-01', NULL, 'Strafrechtelijk onderzoek arbeidsuitbuiting', 'Criminal investigation of labour exploitation', 'straf', ARRAY['labour_inspectorate'], '', 'WET-BOD'), ('ST08', '2025-01-01', NULL, 'Vervolging', 'Prosecution', 'straf', ARRAY['prosecution'], 'officier van justitie', 'SV-167'), ('ST09', '2025-01-01', NULL, 'Beslag', 'Seizure', 'straf', ARRAY['prosecution'], 'officier van justitie', 'SV-94'), ('ST10', '2025-01-01', NULL, 'Ontneming', 'Confiscation', 'straf', ARRAY['prosecution'], 'officier van justitie', 'SR-36E'), ('ST11', '2025-01-01', NULL, 'Andere afdoening door het OM', 'Other settlement by the prosecution', 'straf', ARRAY['prosecution'], 'officier van justitie', 'SV-167'), ('ST12', '2025-01-01', NULL, 'Bibob-tip', 'Bibob tip', 'straf', ARRAY['prosecution'], 'officier van justitie', 'BIBOB-26'), ('BM01', '2025-01-01', NULL, 'Sluiting van een woning of niet-publiek lokaal', 'Closure of a dwelling or non-public room', 'bestuur', ARRAY['municipality'], 'burgemeester', 'GW-174A'), ('BM02', '2025-01-01', NULL, 'Sluiting van een drugspand', 'Closure of drug premises', 'bestuur', ARRAY['municipality'], 'burgemeester', 'OPIUM-13B'), ('BM03', '2025-01-01', NULL, 'Overname van beheer', 'Taking over management', 'bestuur', ARRAY['municipality'], 'college', 'WW-13B'), ('BM04', '2025-01-01', NULL, 'Sluiting na herhaalde bouw- of gebruiksovertreding', 'Closure after repeated building or use offence', 'bestuur', ARRAY['municipality'], 'college', 'WW-17'), ('BM05', '2025-01-01', NULL, 'Sluiting van een publiek toegankelijke inrichting', 'Closure of a public establishment', 'bestuur', ARRAY['municipality'], 'burgemeester', 'GW-174'), ('BM06', '2025-01-01', NULL, 'Exploitatievergunning seksbedrijf weigeren, intrekken of wijzigen', 'Refuse, withdraw or change the licence of a sex business', 'bestuur', ARRAY['municipality'], 'burgemeester', 'GW-151A'), ('BM07', '2025-01-01', NULL, 'Weigering, intrekking of voorschriften wegens Bibob', 'Refusal, withdrawal or conditions under Bibob', 'bestuur', ARRAY['municipality', 'province'], 'bevoegd gezag', 'BIBOB-3'), ('BM08', '2025-01-01', NULL, 'Last onder dwangsom', 'Order subject to a penalty', 'bestuur', ARRAY['municipality', 'province'], 'handhavend gezag', 'AWB-5.31D'), ('BM09', '2025-01-01', NULL, 'Last onder bestuursdwang', 'Order under administrative coercion', 'bestuur', ARRAY['municipality', 'province'], 'handhavend gezag', 'AWB-5.21'), ('BM10', '2025-01-01', NULL, 'Handhaving omgevingsplan en kamergewijze verhuur', 'Enforcement of the environment plan and room letting', 'bestuur', ARRAY['municipality'], 'college', 'OW-5.1'), ('BM11', '2025-01-01', NULL, 'Handhaving goed verhuurderschap, inbeheername', 'Enforcement of good landlordship, taking into management', 'bestuur', ARRAY['municipality'], 'college', 'WGVH'), ('BM12', '2025-01-01', NULL, 'Alcoholvergunning weigeren of intrekken', 'Refuse or withdraw an alcohol licence', 'bestuur', ARRAY['municipality'], 'burgemeester', 'ALC-27'), ('BM13', '2025-01-01', NULL, 'Gebiedsverbod of meldplicht', 'Area ban or duty to report', 'bestuur', ARRAY['municipality'], 'burgemeester', 'GW-172'), ('BM14', '2025-01-01', NULL, 'Gedragsaanwijzing woonoverlast', 'Order on nuisance at home', 'bestuur', ARRAY['municipality'], 'burgemeester', 'GW-151D'), ('BM15', '2025-01-01', NULL, 'BRP-adresonderzoek', 'Address inquiry in the personal records database', 'bestuur', ARRAY['municipality'], 'college', 'BRP-2.22'), ('BM16', '2025-01-01', NULL, 'Bestuurlijke boete of stillegging arbeid', 'Administrative fine or stopping of work', 'arbeid', ARRAY['labour_inspectorate'], 'minister', 'WML-18B'), ('BM17', '2025-01-01', NULL, 'Onteigening', 'Expropriation', 'bestuur', ARRAY['municipality'], 'raad', 'OW-11'), ('BM18', '2025-01-01', NULL, 'Ontbinding van huur na sluiting', 'Ending a lease after closure', 'civiel', ARRAY['housing'], '', 'BW-7.231'), ('BM19', '2025-01-01', NULL, 'VOG-eis aan exploitant of beheerder', 'Certificate of conduct demanded of operator or manager', 'bestuur', ARRAY['municipality'], 'bevoegd gezag', 'WJSG-28'), ('BM20', '2025-01-01', NULL, 'Gebiedsaanwijzing en screening van bewoners', 'Designated area and screening of residents', 'bestuur', ARRAY['municipality'], 'college', 'WBMGP'), ('BM21', '2025-01-01', NULL, 'Verblijfsvergunning verlenen of intrekken, sanctie tegen referent', 'Grant or withdraw residence, sanction against a sponsor', 'bestuur', ARRAY['immigration'], '', 'VW-2000'), ('BM22', '2025-01-01', NULL, 'Boete of sluiting van een levensmiddelenbedrijf', 'Fine or closure of a food business', 'bestuur', ARRAY['nvwa'], 'minister', 'WARENWET'), ('AR01', '2025-01-01', NULL, 'Inspectie of herinspectie arbeid', 'Labour inspection or reinspection', 'arbeid', ARRAY['labour_inspectorate'], '', 'AWB-5.11'), ('AR02', '2025-01-01', NULL, 'Boete arbeid zonder tewerkstellingsvergunning', 'Fine for work without a permit', 'arbeid', ARRAY['labour_inspectorate'], 'minister', 'WAV-18'), ('AR03', '2025-01-01', NULL, 'Tewerkstellingsvergunning weigeren of intrekken', 'Refuse or withdraw a work permit', 'arbeid', ARRAY['uwv'], '', 'WAV-8'), ('AR04', '2025-01-01', NULL, 'Uitkering stopzetten of terugvorderen', 'Stop or recover a benefit', 'arbeid', ARRAY['uwv'], '', 'SUWI-5'), ('FI01', '2025-01-01', NULL, 'Boekenonderzoek', 'Tax audit', 'fiscaal', ARRAY['tax'], 'inspecteur', 'AWR'), ('FI02', '2025-01-01', NULL, 'Aanslag of naheffing', 'Assessment or additional assessment', 'fiscaal', ARRAY['tax'], 'inspecteur', 'AWR'), ('FI03', '2025-01-01', NULL, 'Invordering en bodembeslag', 'Collection and seizure on the premises', 'fiscaal', ARRAY['tax'], 'ontvanger', 'INV-1990'), ('FI04', '2025-01-01', NULL, 'Toeslag herzien of terugvorderen', 'Revise or recover an allowance', 'fiscaal', ARRAY['tax'], '', 'AWIR'), ('FI05', '2025-01-01', NULL, 'Controle en beslag van goederen', 'Check and seizure of goods', 'fiscaal', ARRAY['tax'], 'inspecteur', 'ADW'), ('FI06', '2025-01-01', NULL, 'Gemeentelijke heffing of terugvordering', 'Municipal levy or recovery', 'fiscaal', ARRAY['municipality'], 'heffingsambtenaar', NULL), ('ZO01', '2025-01-01', NULL, 'Intake en zorgcoördinatie', 'Intake and care coordination', 'zorg', ARRAY['care'], '', 'AVG-6-1-A'), ('ZO02', '2025-01-01', NULL, 'Opvang en veilige plek', 'Shelter and safe place', 'zorg', ARRAY['care', 'shelter'], '', 'WMO-2015'), ('ZO03', '2025-01-01', NULL, 'Bedenktijd aanbieden', 'Offer the reflection period', 'zorg', ARRAY['police', 'border_police'], '', 'VC-B8-3'), ('ZO04', '2025-01-01', NULL, 'Begeleiding bij verblijf, advocaat en aangifte', 'Support with residence, lawyer and report', 'zorg', ARRAY['care', 'shelter'], '', 'VC-B8-3'), ('ZO05', '2025-01-01', NULL, 'Registratie en plaatsing via CoMensha', 'Registration and placement through CoMensha', 'zorg', ARRAY['care', 'police', 'border_police', 'labour_inspectorate'], '', 'AVG-6-1-A'), ('ZO06', '2025-01-01', NULL, 'Medische en seksuele gezondheidszorg', 'Medical and sexual health care', 'zorg', ARRAY['health'], '', 'WPUG'), ('ZO07', '2025-01-01', NULL, 'Bemiddeling naar schuldhulp', 'Mediation to debt assistance', 'zorg', ARRAY['care'], 'college', 'WGSCHULD'), ('ZO08', '2025-01-01', NULL, 'Bemiddeling naar jeugdhulp of beschermde opvang', 'Mediation to youth care or protected shelter', 'zorg', ARRAY['care', 'shelter'], 'college', 'JEUGDWET'), ('ZO09', '2025-01-01', NULL, 'Uitstap, spreekuur en steun van gelijken', 'Exit support, consultation hour and peer support', 'zorg', ARRAY['care', 'health'], '', 'AVG-6-1-A'), ('ZO10', '2025-01-01', NULL, 'Rechtshulp en loonvordering', 'Legal aid and wage claim', 'zorg', ARRAY['care', 'shelter'], '', 'AVG-6-1-A'), ('ZO11', '2025-01-01', NULL, 'Nazorg en terugkeer', 'Aftercare and return', 'zorg', ARRAY['care'], '', 'WMO-2015'), ('ZO12', '2025-01-01', NULL, 'Verwijzing naar de zorgcoördinator', 'Referral to the care coordinator', 'zorg', ARRAY['municipality', 'police', 'border_police', 'labour_inspectorate', 'riec'], '', NULL), ('PR01', '2025-01-01', NULL, 'Voorlichting aan een branche of gemeenschap', 'Information for a trade or community', 'preventie', ARRAY['municipality', 'labour_inspectorate', 'health', 'riec'], '', NULL), ('PR02', '2025-01-01', NULL, 'Afspraak met verhuurder, hotel, park of platform', 'Arrangement with a landlord, hotel, park or platform', 'preventie', ARRAY['municipality', 'police', 'housing', 'riec'], '', NULL), ('PR03', '2025-01-01', NULL, 'Training in herkennen van signalen', 'Training in recognising signals', 'preventie', ARRAY['municipality', 'riec'], '', NULL), ('PR04', '2025-01-01', NULL, 'Bestuurlijke rapportage of signaalbrief', 'Administrative report or letter', 'preventie', ARRAY['police', 'riec'], '', NULL)
-- ;;
INSERT INTO decision_kinds (code, valid_from, valid_until, label_nl, label_en, concerns, legal_ground) VALUES ('B01', '2025-03-01', NULL, 'Signaal voldoet aan de criteria', 'Signal meets the criteria', 'signal', 'BGS-2.16'), ('B02', '2025-03-01', NULL, 'Signaal voldoet niet', 'Signal does not meet the criteria', 'signal', 'BGS-2.16'), ('B03', '2025-03-01', NULL, 'Terug naar melder voor aanvulling', 'Back to the reporter for completion', 'signal', 'BGS-2.16'), ('B04', '2025-03-01', NULL, 'Doorzetten naar NLA, politie, ZVH of een ander RIEC', 'Hand over to NLA, police, a care and safety house or another RIEC', 'signal', NULL), ('B05', '2025-03-01', NULL, 'Casus openen', 'Open a case', 'case', 'WGS-2.18'), ('B06', '2025-03-01', NULL, 'Fase 2 openen', 'Open phase 2', 'case', 'WGS-2.23-6'), ('B07', '2025-03-01', NULL, 'Fase 3 openen', 'Open phase 3', 'case', 'WGS-2.23-6'), ('B08', '2025-03-01', NULL, 'Betrokkene toevoegen of kring uitbreiden', 'Add a subject or widen the circle', 'subject', 'WGS-2.22'), ('B09', '2025-03-01', NULL, 'Betrokkene verwijderen', 'Remove a subject', 'subject', 'WGS-1.8-7'), ('B10', '2025-03-01', NULL, 'Kwalificatie van een betrokkene', 'Qualification of a subject', 'subject', 'WGS-2.23-3'), ('B11', '2025-03-01', NULL, 'Interventieadvies', 'Intervention advice', 'subject', 'WGS-2.23-7'), ('B12', '2025-03-01', NULL, 'Interventie toegewezen', 'Intervention assigned', 'intervention', 'WGS-2.23-7'), ('B13', '2025-03-01', NULL, 'Interventie geweigerd of uitgesteld', 'Intervention refused or deferred', 'intervention', 'WGS-2.23-7'), ('B14', '2025-03-01', NULL, 'Afstemming of volgorde (embargo)', 'Tuning or order (embargo)', 'intervention', 'WGS-2.23-7'), ('B15', '2025-03-01', NULL, 'Verstrekking aan een derde', 'Provision to a third party', 'disclosure', 'WGS-1.7-2'), ('B16', '2025-03-01', NULL, 'Opschalen naar stuurgroep of opsporing', 'Escalate to the steering group or criminal investigation', 'case', NULL), ('B17', '2025-03-01', NULL, 'Afschalen of sluiten', 'Scale down or close', 'case', 'WGS-1.8-7'), ('B18', '2025-03-01', NULL, 'Heropenen', 'Reopen', 'case', 'WGS-2.18'), ('B19', '2025-03-01', NULL, 'Vernietigen, anonimiseren of aanhouden', 'Destroy, anonymise or hold', 'item', 'WGS-1.8-7'), ('B20', '2025-03-01', NULL, 'Informatieplicht uitstellen of uitvoeren', 'Postpone or carry out the duty to inform', 'item', 'BGS-1.3'), ('B21', '2025-03-01', NULL, 'Afwijken van het advies van de rechtmatigheidsadviescommissie', 'Deviate from the lawfulness advice', 'case', 'BGS-1.13-6')
