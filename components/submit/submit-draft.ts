import { isMask } from '@/lib/batch';
import { commandText, shellWords } from '@/lib/forms';

/** A pair of a list as it is typed; `id` keeps its place while it is edited. */
export interface DraftPair {
  id: number;
  name: string;
  value: string;
}

/** Everything of the form as it is typed: texts, so that nothing typed is lost by an error. */
export interface SubmitDraft {
  jobName: string;
  jobQueue: string;
  jobDefinition: string;
  shareIdentifier: string;
  /** As words of a shell, or a JSON list. */
  command: string;
  vcpus: string;
  memoryMib: string;
  gpus: string;
  environment: DraftPair[];
  parameters: DraftPair[];
  tags: DraftPair[];
  arraySize: string;
  /** Ids by blanks, commas or lines. */
  dependsOn: string;
  dependencyType: 'none' | 'N_TO_N' | 'SEQUENTIAL';
  attempts: string;
  timeoutSeconds: string;
}

export const EMPTY_DRAFT: SubmitDraft = {
  jobName: '',
  jobQueue: '',
  jobDefinition: '',
  shareIdentifier: '',
  command: '',
  vcpus: '',
  memoryMib: '',
  gpus: '',
  environment: [],
  parameters: [],
  tags: [],
  arraySize: '',
  dependsOn: '',
  dependencyType: 'none',
  attempts: '',
  timeoutSeconds: '',
};

/** The job as SubmitJob takes it. */
export interface SubmitJobBody {
  jobName: string;
  jobQueue: string;
  jobDefinition: string;
  shareIdentifier?: string;
  arrayProperties?: { size: number };
  dependsOn?: { jobId?: string; type?: 'N_TO_N' | 'SEQUENTIAL' }[];
  parameters?: Record<string, string>;
  containerOverrides?: {
    command?: string[];
    environment?: { name: string; value: string }[];
    resourceRequirements?: { type: 'VCPU' | 'MEMORY' | 'GPU'; value: string }[];
  };
  retryStrategy?: { attempts: number };
  timeout?: { attemptDurationSeconds: number };
  tags?: Record<string, string>;
}

/** Sentences by path of the field, as the action gives them too. */
export type Problems = Record<string, string>;

function readCommand(text: string, problems: Problems): string[] | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (trimmed.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(trimmed);
      if (Array.isArray(list) && list.every((one) => typeof one === 'string')) return list;
    } catch {
      // Told below: it began like a list and is none.
    }
    problems['containerOverrides.command'] = 'This begins like a JSON list and is none: ["python", "run.py"].';
    return undefined;
  }
  const words = shellWords(trimmed);
  if (words === null) {
    problems['containerOverrides.command'] = 'A quote is left open.';
    return undefined;
  }
  return words;
}

function readWhole(text: string, path: string, what: string, least: number, problems: Problems): number | undefined {
  const trimmed = text.replaceAll(/[,_\s]/g, '');
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  if (!/^\d+$/.test(trimmed) || value < least || value > 2_147_483_647) {
    problems[path] = `${what} is a whole number from ${least} on.`;
    return undefined;
  }
  return value;
}

function readPairs(pairs: readonly DraftPair[], path: string, problems: Problems): [string, string][] {
  const seen = new Set<string>();
  const found: [string, string][] = [];
  for (const { name, value } of pairs) {
    const key = name.trim();
    if (key === '' && value === '') continue;
    if (key === '') problems[path] = `A value has no name: ${value.slice(0, 40)}`;
    else if (seen.has(key)) problems[path] = `${key} stands twice.`;
    else if (isMask(value)) problems[path] = `${key} is masked here: type its value again, or take it out.`;
    seen.add(key);
    found.push([key, value]);
  }
  return found;
}

function readRequirements(draft: SubmitDraft, problems: Problems) {
  const requirements: { type: 'VCPU' | 'MEMORY' | 'GPU'; value: string }[] = [];
  const vcpus = draft.vcpus.trim();
  if (vcpus !== '') {
    if (!/^\d+(\.\d+)?$/.test(vcpus) || Number(vcpus) <= 0)
      problems['containerOverrides.resourceRequirements.VCPU'] = 'vCPU is a number above 0, such as 4 or 0.25.';
    requirements.push({ type: 'VCPU', value: vcpus });
  }
  const memory = readWhole(draft.memoryMib, 'containerOverrides.resourceRequirements.MEMORY', 'Memory', 1, problems);
  if (memory !== undefined) requirements.push({ type: 'MEMORY', value: String(memory) });
  const gpus = readWhole(draft.gpus, 'containerOverrides.resourceRequirements.GPU', 'GPU', 1, problems);
  if (gpus !== undefined) requirements.push({ type: 'GPU', value: String(gpus) });
  return requirements;
}

function readDependencies(draft: SubmitDraft): NonNullable<SubmitJobBody['dependsOn']> {
  const ids = draft.dependsOn.split(/[\s,]+/).filter((id) => id !== '');
  if (draft.dependencyType === 'none') return ids.map((jobId) => ({ jobId }));
  if (ids.length === 0) return draft.dependencyType === 'SEQUENTIAL' ? [{ type: 'SEQUENTIAL' }] : [];
  const type = draft.dependencyType;
  return ids.map((jobId) => ({ jobId, type }));
}

function requireTexts(draft: SubmitDraft, problems: Problems): void {
  if (draft.jobName.trim() === '') problems.jobName = 'Give a name.';
  else if (!/^[A-Za-z0-9][\w-]{0,127}$/.test(draft.jobName.trim()))
    problems.jobName = 'Up to 128 letters, digits, hyphens and underscores, beginning with a letter or digit.';
  if (draft.jobQueue === '') problems.jobQueue = 'Choose a queue.';
  if (draft.jobDefinition === '') problems.jobDefinition = 'Choose a definition.';
}

/** Reads the form: the call it makes, and what is wrong, by field. Fields left empty are left to the definition. */
export function readDraft(draft: SubmitDraft): { job: SubmitJobBody; problems: Problems } {
  const problems: Problems = {};
  requireTexts(draft, problems);
  const command = readCommand(draft.command, problems);
  const requirements = readRequirements(draft, problems);
  const environment = readPairs(draft.environment, 'containerOverrides.environment', problems);
  const parameters = readPairs(draft.parameters, 'parameters', problems);
  const tags = readPairs(draft.tags, 'tags', problems);
  const size = readWhole(draft.arraySize, 'arrayProperties.size', 'The size of an array', 2, problems);
  const attempts = readWhole(draft.attempts, 'retryStrategy.attempts', 'The number of attempts', 1, problems);
  const timeout = readWhole(draft.timeoutSeconds, 'timeout.attemptDurationSeconds', 'The limit', 60, problems);
  const dependsOn = readDependencies(draft);
  if (draft.dependencyType !== 'none' && size === undefined)
    problems.dependsOn = 'This needs an array: give its size, or take the whole job.';
  const overrides = {
    ...(command !== undefined && { command }),
    ...(environment.length > 0 && { environment: environment.map(([name, value]) => ({ name, value })) }),
    ...(requirements.length > 0 && { resourceRequirements: requirements }),
  };
  const job: SubmitJobBody = {
    jobName: draft.jobName.trim(),
    jobQueue: draft.jobQueue,
    jobDefinition: draft.jobDefinition,
    ...(draft.shareIdentifier.trim() !== '' && { shareIdentifier: draft.shareIdentifier.trim() }),
    ...(size !== undefined && { arrayProperties: { size } }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
    ...(Object.keys(overrides).length > 0 && { containerOverrides: overrides }),
    ...(attempts !== undefined && { retryStrategy: { attempts } }),
    ...(timeout !== undefined && { timeout: { attemptDurationSeconds: timeout } }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
  };
  return { job, problems };
}

/** The same call for a terminal. */
export function cliText(job: SubmitJobBody): string {
  const { jobName, jobQueue, jobDefinition, ...rest } = job;
  const parts = [
    'aws batch submit-job',
    `--job-name ${commandText([jobName])}`,
    `--job-queue ${commandText([jobQueue])}`,
    `--job-definition ${commandText([jobDefinition])}`,
  ];
  for (const [name, value] of Object.entries(rest)) {
    const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    parts.push(`--${flag} ${commandText([typeof value === 'string' ? value : JSON.stringify(value)])}`);
  }
  return parts.join(' \\\n  ');
}
