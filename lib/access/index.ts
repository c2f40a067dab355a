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
export {
  acceptedFields,
  acceptInvitation,
  INVITATION_FAULT,
  INVITATION_MS,
  type InvitationRow,
  type InvitationState,
  invitationOf,
  invite,
  invitedEmail,
  listInvitations,
  revokeInvitation,
} from './invitations';
export {
  addressOf,
  isOwnOrigin,
  isSecure,
  localPath,
  type RequestFacts,
  requestFacts,
  SECURE_SESSION_COOKIE,
  SESSION_COOKIE,
} from './origin';
export { changeOwnPassword } from './own-password';
export { PASSWORD_LENGTH } from './passwords';
export {
  changePerson,
  listPeople,
  listSessions,
  type PersonChange,
  type PersonFacts,
  type PersonRow,
  removePerson,
  type SessionRow,
} from './people';
export { may, ROLES, type Role, rolesThatMay } from './roles';
export * from './scope';
export { checkSecret, SECRET_DIFFERS } from './secret';
export {
  checkSession,
  type OpenedSession,
  openSession,
  revokeSession,
  revokeSessionOf,
  revokeSessionsOf,
  SESSION_CHANNEL,
  SESSION_IDLE_MS,
  type SessionCookie,
  type SignedIn,
  type SignedInUser,
  scopeOfSession,
  sessionCookie,
} from './sessions';
export { checkSignIn, type SignInOutcome } from './sign-in';
export { begin as beginCountedTry, SIGN_IN_LIMITS, succeeded as countedTrySucceeded } from './throttle';
