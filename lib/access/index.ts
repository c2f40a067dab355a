export {
  type AccessKeyRow,
  type AccessKeys,
  accessKeyName,
  createAccessKeys,
  listAccessKeys,
  type UsableKey,
} from './access-keys';
export { type AccessView, accessView } from './access-view';
export {
  type ActionContext,
  type AuditNotes,
  type Judgement,
  ruleOf,
} from './action-definition';
export {
  ActionError,
  type ActionFailure,
  type ActionResult,
} from './action-result';
export {
  createSetupLink,
  ensureAdministrator,
  hasAdministrator,
  newUserFields,
  redeemSetupLink,
  type SetupTokenState,
  setupTokenState,
} from './administrators';
export {
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
} from './origin';
export { changeOwnPassword } from './own-password';
export {
  changePerson,
  listPeople,
  listSessions,
  type PersonChange,
  type PersonRow,
  removePerson,
  type SessionRow,
} from './people';
export { may, ROLES, type Role, rolesThatMay } from './roles';
export * from './scope';
export { checkSecret, SECRET_DIFFERS } from './secret';
export {
  checkSession,
  openSession,
  revokeSession,
  revokeSessionOf,
  revokeSessionsOf,
  SESSION_CHANNEL,
  type SignedIn,
  scopeOfSession,
  sessionCookie,
} from './sessions';
export { checkSignIn } from './sign-in';
export { begin as beginCountedTry, succeeded as countedTrySucceeded } from './throttle';
