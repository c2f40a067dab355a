import type { AccessReport } from '@/lib/driver';
import { UserText } from '../ui/user-text';
import { Tag } from '../ui/verdict';

/** What the credentials may do: each call, whether it works, and what is missing without it. */
export function AccessReportTable({ report }: { report: AccessReport }) {
  const denied = report.checks.filter(({ works }) => !works).length;
  const cell = 'px-2.5 py-1.5 align-top first:pl-0 last:pr-0';
  return (
    <div className="flex flex-col gap-3">
      <p className="text-13 text-tx1">
        {denied === 0 ? 'Every call works.' : `${report.checks.length - denied} of ${report.checks.length} calls work.`}{' '}
        {report.arn !== null && (
          <>
            AWS knows the portal as <span className="break-all font-mono text-12">{report.arn}</span>.
          </>
        )}
      </p>
      <table className="w-full text-13" aria-label="What works">
        <thead className="text-left text-12 text-tx3t">
          <tr>
            <th scope="col" className={`${cell} font-medium`}>
              Call
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              Works
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              Without it is hidden
            </th>
          </tr>
        </thead>
        <tbody>
          {report.checks.map(({ action, works, says, hides }) => (
            <tr key={action} className="border-t border-ln2">
              <td className={`${cell} break-all font-mono text-12 text-tx1`}>{action}</td>
              <td className={cell}>
                <Tag tone={works ? 'ok' : 'bad'} icon>
                  {works ? 'works' : 'does not work'}
                </Tag>
              </td>
              <td className={`${cell} text-tx2`}>
                {hides}
                {says !== null && (
                  <span className="block break-words text-12 text-badt">
                    <UserText text={says} />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
