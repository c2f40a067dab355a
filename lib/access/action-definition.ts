import type { z } from 'zod';
import type { PrismaClient } from '@/lib/db';
import type { ActionFailure } from './action-result';
import type { RequestFacts } from './origin';
import type { Permission, Scope } from './scope';
import type { SignedInUser } from './sessions';

/** What an action stands on; the app supplies it, so that nothing here knows Next. */
export interface ActionEnvironment<Runtime, Target> {
  readonly prisma: PrismaClient;
  readonly clock: () => number;
  readonly runtime: Runtime;
  readonly request: RequestFacts;
  /** Takes secrets out of what the audit log stores. */
  readonly mask: (document: object) => { document: object; masked: string[] };
  /** Whether what an action is about to change is in scope, and how the audit log calls it. */
  readonly judge: (runtime: Runtime, scope: Scope, target: Target) => Promise<Judgement>;
  /** Told of what no one foresaw, for the operator's log. */
  readonly report: (error: unknown, attemptId: string) => void;
}

export interface Judgement {
  readonly refusal: ActionFailure | null;
  readonly connectionId?: number;
  readonly subject?: string;
}

/** What `run` adds to the audit entry. Documents are masked before they are stored. */
export interface AuditNotes {
  connection(id: number): void;
  subject(text: string): void;
  before(document: object): void;
  after(document: object): void;
}

export interface ActionContext<Runtime, Input> {
  readonly input: Input;
  readonly user: SignedInUser;
  readonly sessionId: string;
  readonly address: string;
  readonly scope: Scope;
  readonly runtime: Runtime;
  readonly prisma: PrismaClient;
  readonly clock: () => number;
  readonly audit: AuditNotes;
}

interface OpenActionContext<Runtime, Input> {
  readonly input: Input;
  readonly runtime: Runtime;
  readonly prisma: PrismaClient;
  readonly clock: () => number;
  readonly address: string;
  readonly userAgent: string | null;
  readonly secure: boolean;
  readonly audit: AuditNotes;
}

export interface ActionDefinition<Runtime, Target, Schema extends z.ZodType, Value> {
  /** How the audit log calls it, such as `jobs.terminate`. */
  readonly name: string;
  readonly permission: Permission;
  readonly input: Schema;
  /** What it changes, so that the scope is checked before `run`; 'portal' where that belongs to no connection. */
  readonly on: 'portal' | ((input: z.output<Schema>) => Target);
  /** Keeps the input out of the audit log altogether, as where it is a password. */
  readonly isSecret?: true;
  /** What of the input the audit log keeps, where the whole would be too much: of thousands of ids, how many. */
  readonly kept?: (input: z.output<Schema>) => object;
  readonly run: (context: ActionContext<Runtime, z.output<Schema>>) => Promise<Value>;
}

export interface OpenActionDefinition<Runtime, Schema extends z.ZodType, Value> {
  readonly name: string;
  readonly input: Schema;
  /** Who tries, as the audit log shows it; the input itself is not stored, as it holds a password or a token. */
  readonly actor: (input: z.output<Schema>) => string;
  readonly run: (context: OpenActionContext<Runtime, z.output<Schema>>) => Promise<Value>;
}

/** What an action was defined with, for the test that tries every one as everybody. */
export interface ActionRule {
  readonly name: string;
  /** Null for actions of people who are not signed in. */
  readonly permission: Permission | null;
  readonly input: z.ZodType;
  readonly reach: 'open' | 'portal' | 'connection';
}

const rules = new WeakMap<object, ActionRule>();

/** Remembers what an action was defined with. */
export function keepRule(action: object, rule: ActionRule): void {
  rules.set(action, rule);
}

/** The rule of a server action; null for a function that no maker made. */
export function ruleOf(action: object): ActionRule | null {
  return rules.get(action) ?? null;
}
