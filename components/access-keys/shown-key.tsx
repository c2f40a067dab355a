import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Dialog } from '../ui/dialog';
import { Banner } from '../ui/verdict';
import { type MadeKey, profileLines, shellLines } from './key-lines';

function CopyLine({ label, text, block = false }: { label: string; text: string; block?: boolean }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between">
        <span className="text-12 font-medium text-tx2">{label}</span>
        <CopyButton text={text} label={`Copy: ${label}`} words="Copy" />
      </div>
      <pre
        className={`overflow-x-auto rounded-control border border-ln2 bg-bg2 px-2.5 py-1.5 font-mono text-12 text-tx0 ${block ? 'whitespace-pre' : 'whitespace-pre-wrap break-all'}`}
      >
        {text}
      </pre>
    </div>
  );
}

/** The key, once: id, secret, and lines that put it to use. */
export function ShownKey({ made, endpoint, onClose }: { made: MadeKey; endpoint: string | null; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="The secret is shown once, now."
      footer={
        <Button size="form" variant="primary" onClick={onClose}>
          I have it
        </Button>
      }
    >
      <div className="flex flex-col gap-3.5">
        <CopyLine label="Access key ID" text={made.id} />
        <CopyLine label="Secret access key" text={made.secret} />
        {endpoint === null ? (
          <Banner tone="warn">The endpoint is off: set AWS_ENDPOINT_PORT to a port, then start Batchdeck again.</Banner>
        ) : (
          <>
            <CopyLine block label="For a shell: the AWS CLI, boto3, any SDK" text={shellLines(made, endpoint)} />
            <CopyLine block label="For ~/.aws/config" text={profileLines(made, endpoint)} />
          </>
        )}
      </div>
    </Dialog>
  );
}
