'use client';

import { FARGATE_LOG_DRIVERS } from '@/lib/forms';
import { EditFlag, EditSelect, EditText } from '../edit/edit-fields';
import { EditPairs } from '../edit/edit-pairs';
import { useEdit } from '../edit/edit-state';
import { CommandField } from './command-field';
import { SizeFields } from './size-fields';

const LOG_DRIVERS = ['awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'splunk', 'syslog', 'awsfirelens'] as const;

function LogFields({ path, isFargate }: { path: string; isFargate: boolean }) {
  const { valueIn } = useEdit();
  const drivers: readonly string[] = isFargate ? FARGATE_LOG_DRIVERS : LOG_DRIVERS;
  const driver = valueIn(`${path}.logConfiguration.logDriver`);
  return (
    <>
      <EditSelect
        path={`${path}.logConfiguration.logDriver`}
        label="Log driver"
        options={[
          { value: '', label: 'CloudWatch, group /aws/batch/job' },
          ...drivers.map((one) => ({ value: one, label: one })),
        ]}
      />
      {driver !== undefined && (
        <EditPairs path={`${path}.logConfiguration.options`} label="Log options" what="option" />
      )}
    </>
  );
}

/** The fields of one container: what runs, how large, as whom, with which variables. */
export function ContainerFields({ path, isFargate }: { path: string; isFargate: boolean }) {
  return (
    <>
      <EditText path={`${path}.image`} label="Image" mono placeholder="registry/name:tag" />
      <CommandField path={`${path}.command`} />
      <SizeFields path={path} isFargate={isFargate} />
      <EditPairs path={`${path}.environment`} label="Variables" what="variable" as="list" />
      <EditPairs
        path={`${path}.secrets`}
        label="Secrets"
        what="secret"
        as="list"
        member="valueFrom"
        note="The ARN of a secret or parameter; its value never stands in the definition."
      />
      <EditText
        path={`${path}.executionRoleArn`}
        label="Execution role"
        mono
        note={
          isFargate
            ? 'Pulls the image, reads secrets and writes the log.'
            : 'Needed for secrets and private registries.'
        }
      />
      <EditText path={`${path}.jobRoleArn`} label="Job role" mono note="What the job itself may do on AWS." />
      <LogFields path={path} isFargate={isFargate} />
      {isFargate ? (
        <>
          <EditFlag
            path={`${path}.networkConfiguration.assignPublicIp`}
            label="Network"
            words="Give it a public IP address"
            on="ENABLED"
          />
          <EditText
            path={`${path}.ephemeralStorage.sizeInGiB`}
            label="Storage"
            kind="number"
            className="w-28!"
            note="GiB, 21 to 200. Empty: 20."
          />
        </>
      ) : (
        <EditFlag path={`${path}.privileged`} label="Rights" words="Run privileged on the host" />
      )}
      <EditFlag path={`${path}.readonlyRootFilesystem`} label="File system" words="Root file system is read-only" />
    </>
  );
}
