import type { ActionFailure } from '@/lib/access';
import { Checkbox } from '../ui/checkbox';
import { TextField } from '../ui/field';
import { PasswordField } from '../ui/password-field';
import { SelectField } from '../ui/select';
import type { AwsAccessView, AwsInput, CredentialsKind } from './connection-view';

const CREDENTIALS = [
  { value: 'default', label: 'Those of this server: environment, profile or instance role' },
  { value: 'profile', label: 'A profile of this server' },
  { value: 'role', label: 'A role that this server may assume' },
  { value: 'keys', label: 'Access keys, kept encrypted' },
] as const satisfies readonly { value: CredentialsKind; label: string }[];

/** How AWS is reached, as it is typed. */
export interface AwsDraft {
  region: string;
  credentials: CredentialsKind;
  profile: string;
  roleArn: string;
  externalId: string;
  accessKeyId: string;
  secretAccessKey: string;
  endpoint: string;
  allowPrivate: boolean;
  callsPerSecond: string;
}

/** The draft to begin with: what the connection has, its secrets left out. */
export function awsDraftOf(view: AwsAccessView | null, region: string): AwsDraft {
  return {
    region,
    credentials: view?.credentials ?? 'default',
    profile: view?.profile ?? '',
    roleArn: view?.roleArn ?? '',
    externalId: '',
    accessKeyId: view?.accessKeyId ?? '',
    secretAccessKey: '',
    endpoint: view?.endpoint ?? '',
    allowPrivate: view?.allowPrivate ?? false,
    callsPerSecond: String(view?.callsPerSecond ?? 2),
  };
}

/** The draft as an action takes it: members of other kinds of credentials are left out. */
export function awsInputOf(draft: AwsDraft): AwsInput {
  const { region, credentials, endpoint, callsPerSecond } = draft;
  const isKeys = credentials === 'keys';
  const hasEndpoint = isKeys && endpoint.trim() !== '';
  return {
    ...{ region, credentials, callsPerSecond: Number(callsPerSecond) },
    allowPrivate: hasEndpoint && draft.allowPrivate,
    ...(credentials === 'profile' && { profile: draft.profile }),
    ...(credentials === 'role' && { roleArn: draft.roleArn, externalId: draft.externalId }),
    ...(isKeys && { accessKeyId: draft.accessKeyId, secretAccessKey: draft.secretAccessKey }),
    ...(hasEndpoint && { endpoint }),
  };
}

const KEPT = 'Left empty it stays as it is.';

interface FieldsProps {
  draft: AwsDraft;
  failure: ActionFailure | null;
  /** Whether secrets are kept where they are left empty. */
  hasBefore: boolean;
  onChange: (draft: AwsDraft) => void;
}

function CredentialFields({ draft, failure, hasBefore, onChange }: FieldsProps) {
  if (draft.credentials === 'profile') {
    return (
      <TextField
        label="Profile"
        mono
        value={draft.profile}
        error={failure?.fields?.profile}
        onChange={(event) => onChange({ ...draft, profile: event.target.value })}
      />
    );
  }
  if (draft.credentials === 'role') {
    return (
      <>
        <TextField
          label="Role ARN"
          mono
          value={draft.roleArn}
          error={failure?.fields?.roleArn}
          onChange={(event) => onChange({ ...draft, roleArn: event.target.value })}
        />
        <TextField
          label="External id"
          hint="optional"
          mono
          value={draft.externalId}
          error={failure?.fields?.externalId}
          note={hasBefore ? KEPT : 'As the role’s trust policy asks for it.'}
          onChange={(event) => onChange({ ...draft, externalId: event.target.value })}
        />
      </>
    );
  }
  return draft.credentials === 'keys' ? <KeyFields {...{ draft, failure, hasBefore, onChange }} /> : null;
}

function KeyFields({ draft, failure, hasBefore, onChange }: FieldsProps) {
  return (
    <>
      <TextField
        label="Access key id"
        mono
        value={draft.accessKeyId}
        autoComplete="off"
        error={failure?.fields?.accessKeyId}
        onChange={(event) => onChange({ ...draft, accessKeyId: event.target.value })}
      />
      <PasswordField
        label="Secret access key"
        value={draft.secretAccessKey}
        autoComplete="off"
        error={failure?.fields?.secretAccessKey}
        {...(hasBefore ? { note: KEPT } : {})}
        onChange={(event) => onChange({ ...draft, secretAccessKey: event.target.value })}
      />
      <TextField
        label="Endpoint"
        hint="optional"
        mono
        placeholder="https://batch.example.com"
        value={draft.endpoint}
        error={failure?.fields?.endpoint}
        note="Stands in for AWS’s own address. Redirects are not followed."
        onChange={(event) => onChange({ ...draft, endpoint: event.target.value })}
      />
      {draft.endpoint.trim() !== '' && (
        <Checkbox
          label="Allow private addresses"
          checked={draft.allowPrivate}
          onChange={(allowPrivate) => onChange({ ...draft, allowPrivate })}
        >
          Allow private addresses: this machine and the network it stands in
        </Checkbox>
      )}
    </>
  );
}

/** Where AWS is, as whom it is asked, and how often. */
export function AwsFields(props: FieldsProps) {
  const { draft, failure, hasBefore, onChange } = props;
  return (
    <>
      <TextField
        label="Region"
        mono
        value={draft.region}
        disabled={hasBefore}
        error={failure?.fields?.region}
        onChange={(event) => onChange({ ...draft, region: event.target.value })}
      />
      <SelectField
        label="Credentials"
        options={CREDENTIALS}
        value={draft.credentials}
        onChange={(credentials) => onChange({ ...draft, credentials })}
      />
      <CredentialFields {...props} />
      <TextField
        label="Calls a second"
        mono
        inputMode="decimal"
        value={draft.callsPerSecond}
        error={failure?.fields?.callsPerSecond}
        note="What following jobs and resources takes at most. It backs off when AWS answers 429."
        onChange={(event) => onChange({ ...draft, callsPerSecond: event.target.value })}
      />
    </>
  );
}
