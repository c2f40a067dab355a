export { type AccessView, accessView } from './access-view';
export {
  type ActionContext,
  type ActionDefinition,
  type ActionEnvironment,
  type ActionRule,
  type AuditNotes,
  type Judgement,
  type OpenActionContext,
  type OpenActionDefinition,
  ruleOf,
} from './action-definition';
export {
  ActionError,
  type ActionErrorCode,
  type ActionFailure,
  type ActionResult,
} from './action-result';
export {
  createSetupLink,
  ensureAdministrator,
  hasAdministrator,
  type NewUserFields,
  newUserFields,
  redeemSetupLink,
  SETUP_LINK_MS,
  type SetupTokenState,
  setupTokenState,
} from './administrators';
export {
  type AuditOutcome,
  type AuditRow,
  type AuditSubject,
  auditAttempt,
  auditOutcome,
  makeAuditPartitions,
  readAudit,
} from './audit';
export { actionMakers } from './define-action';
export { addressOf, isOwnOrigin, isSecure, localPath, type RequestFacts, requestFacts } from './origin';
export { PASSWORD_LENGTH } from './passwords';
export { may, ROLES, type Role, rolesThatMay } from './roles';
export * from './scope';
export { checkSecret, SECRET_DIFFERS } from './secret';
export {
  checkSession,
  type OpenedSession,
  openSession,
  revokeSession,
  revokeSessionsOf,
  SESSION_CHANNEL,
  SESSION_COOKIE,
  SESSION_IDLE_MS,
  type SessionCookie,
  type SignedIn,
  type SignedInUser,
  scopeOfSession,
  sessionCookie,
} from './sessions';
export { checkSignIn, type SignInOutcome } from './sign-in';
export { SIGN_IN_LIMITS } from './throttle';
