export type { AuditFinding, AuditLine, AuditReport, AuditVerdict } from "./audit/audit-report.ts";
export { COMMIT_CHANNEL, type CommitEvent, type OperationView, type RecordView } from "./commit-event.ts";
export type * from "./cookie-held/cookie-codec.ts";
export { type DjangoCookieOptions, djangoCookie } from "./cookie-held/django-cookie.ts";
export { type FlaskCookieOptions, flaskCookie } from "./cookie-held/flask-cookie.ts";
export { type SealedCookieOptions, sealedCookie } from "./cookie-held/sealed-cookie.ts";
export { type StarletteCookieOptions, starletteCookie } from "./cookie-held/starlette-cookie.ts";
export { type SessionMiddleware, session } from "./express.ts";
export type { Patch } from "./patch.ts";
export type { SessionRecord, SignIn } from "./record.ts";
export type { RecordCodec } from "./record-codec.ts";
export { REJECTED_CHANNEL, type RejectedEvent } from "./rejected-event.ts";
export { sealedRecords } from "./sealed-records.ts";
export type * from "./session-data.ts";
export { SessionError, type SessionErrorCode } from "./session-error.ts";
export { onSessionEvent, type SessionEvent, type SessionEventListener } from "./session-event.ts";
export type { Flashes, LoginOptions, Session } from "./session-face.ts";
export type { DeclaredValues, LooseValues } from "./session-values.ts";
export type { SessionOptions } from "./settings.ts";
export { localPath } from "./sign-in/local-path.ts";
export { type RememberMeOptions, rememberMe } from "./sign-in/remember-me.ts";
export { type RequireFreshOptions, requireFresh } from "./sign-in/require-fresh.ts";
export { type RememberRefusal, SIGN_IN_CHANNEL, type SignInEvent } from "./sign-in/sign-in-event.ts";
export {
  type RevokeAllOptions,
  type SignedInSession,
  type UserSessions,
  type UserSessionsOptions,
  userSessions,
} from "./sign-in/user-sessions.ts";
export type * from "./store.ts";
export { STORE_CHANNEL, type StoreCallEvent, type StoreVerb } from "./store-call-event.ts";
export type { ExpressSessionStore } from "./stores/express-session-calls.ts";
export { type MigrateFromOptions, migrateFrom } from "./stores/express-session-migration.ts";
export { type FromExpressSessionOptions, fromExpressSessionStore } from "./stores/express-session-store.ts";
export { FileStore, type FileStoreOptions } from "./stores/file-store.ts";
export type { FlaskSessionIdOptions } from "./stores/flask-session/flask-session-ids.ts";
export type { FlaskSessionFormat } from "./stores/flask-session/python-formats.ts";
export {
  type FlaskSessionFileStoreOptions,
  flaskSessionFileStore,
} from "./stores/flask-session-file-store.ts";
export {
  type FlaskSessionRedisStoreOptions,
  flaskSessionRedisStore,
} from "./stores/flask-session-redis-store.ts";
export { MemoryStore } from "./stores/memory-store.ts";
export type { MongodbClient } from "./stores/mongodb-connection.ts";
export { type MongodbStoreOptions, mongodbStore } from "./stores/mongodb-store.ts";
export type { GivenRedisClient } from "./stores/redis-link.ts";
export { type RedisStoreOptions, redisStore } from "./stores/redis-store.ts";
export { DatabaseError, type DatabaseErrorKind } from "./stores/sql/database-error.ts";
export { type DatabaseStoreOptions, databaseStore } from "./stores/sql/database-store.ts";
export { type ValkeyStoreOptions, valkeyStore } from "./stores/valkey-store.ts";
