/** What counts as secret: rules on the name of an environment variable or parameter, and on the shape of its value. */
export interface MaskRules {
  /** Tells whether a name announces a secret. */
  name: (name: string) => boolean;
  /** Tells whether a value looks like one, whatever its name. */
  shape: (value: string) => boolean;
}

/** Stands where a value was masked, with the rule that did it. Never to be submitted. */
export const MASK = { name: '[masked: its name looks secret]', shape: '[masked: its value looks secret]' } as const;

/** Whether a value is a mask and not what was once given. */
export function isMask(value: string): boolean {
  return value === MASK.name || value === MASK.shape;
}

const SECRET_WORDS = new Set(['key', 'keys', 'pwd', 'pass', 'auth', 'apikey', 'pin', 'salt', 'cookie']);
const SECRET_PARTS = ['secret', 'passw', 'passphrase', 'token', 'credential', 'privatekey', 'apikey'];
const SECRET_SHAPES = [
  /\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]+-----/,
  /\b(ghp|gho|ghu|ghs|ghr|github_pat|glpat|xox[abprs]|sk_live|sk_test|rk_live|npm)[_-][A-Za-z0-9_-]{16,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./,
  /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
];

function nameLooksSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const joined = words.join('');
  return words.some((word) => SECRET_WORDS.has(word)) || SECRET_PARTS.some((part) => joined.includes(part));
}

/** Long, of one word, and of many different characters of all three kinds: made by a machine to be unguessable. */
function isRandomText(value: string): boolean {
  if (value.length < 32 || !/^[A-Za-z0-9+/=_-]+$/.test(value)) return false;
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/[0-9]/.test(value)) return false;
  return !value.includes('/') || value.split('/').length <= 3 ? new Set(value).size >= 18 : false;
}

function valueLooksSecret(value: string): boolean {
  return SECRET_SHAPES.some((shape) => shape.test(value)) || isRandomText(value);
}

export const DEFAULT_MASK_RULES: MaskRules = { name: nameLooksSecret, shape: valueLooksSecret };

/**
 * A copy of a document (definition, job, call) with the secret values of environment variables (`{ name, value }`) and
 * of `parameters` replaced, also in a service job's request, and where they stood:
 * `containerOverrides.environment.DB_PASSWORD`. Nothing else changes.
 */
export function maskSecrets(
  document: object,
  rules: MaskRules = DEFAULT_MASK_RULES,
): { document: object; masked: string[] } {
  const masked: string[] = [];
  const copy = maskValue(document, [], rules, masked);
  return { document: isRecord(copy) || Array.isArray(copy) ? copy : {}, masked };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function maskValue(value: unknown, path: string[], rules: MaskRules, masked: string[]): unknown {
  if (Array.isArray(value)) {
    return value.map((entry, index) => {
      const variable = path.at(-1) === 'environment' && isRecord(entry) ? entry : null;
      if (variable === null || typeof variable.name !== 'string' || typeof variable.value !== 'string') {
        return maskValue(entry, [...path, String(index)], rules, masked);
      }
      return { ...variable, value: maskText(variable.name, variable.value, path, rules, masked) };
    });
  }
  if (!isRecord(value)) return value;
  const named = path.at(-1) === 'parameters';
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member !== 'string'
        ? maskValue(member, [...path, name], rules, masked)
        : named
          ? maskText(name, member, path, rules, masked)
          : name === 'serviceRequestPayload'
            ? maskPayload(member, [...path, name], rules, masked)
            : member,
    ]),
  );
}

/** Members of a request to SageMaker that hold values by name, as an environment or parameters do. */
const PAYLOAD_MAPS = new Set(['Environment', 'HyperParameters']);

/** A service job's request is JSON in a text: its variables and hyperparameters are masked in it. What is no JSON is left. */
function maskPayload(text: string, path: string[], rules: MaskRules, masked: string[]): string {
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    return text;
  }
  if (!isRecord(request)) return text;
  const before = masked.length;
  const members = Object.entries(request).map(([member, value]) => {
    if (!PAYLOAD_MAPS.has(member) || !isRecord(value)) return [member, value];
    const values = Object.entries(value).map(([name, one]) => [
      name,
      typeof one === 'string' ? maskText(name, one, [...path, member], rules, masked) : one,
    ]);
    return [member, Object.fromEntries(values)];
  });
  return masked.length === before ? text : JSON.stringify(Object.fromEntries(members));
}

function maskText(name: string, value: string, path: string[], rules: MaskRules, masked: string[]): string {
  const rule = isMask(value) || value === '' ? null : rules.name(name) ? 'name' : rules.shape(value) ? 'shape' : null;
  if (rule === null) return value;
  masked.push([...path, name].join('.'));
  return MASK[rule];
}
