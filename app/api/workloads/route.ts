import { receiveUpload } from '@/app/api/receive-upload';

/**
 * Takes a workload file as the request's body, `?name=` its file name; `npm run simulate` reads the same formats. Answers
 * `{ hash, name, fileName, format, jobs, summary }`, or `{ error: { code, message } }` with 400, 401, 403 or 413.
 */
export async function POST(request: Request): Promise<Response> {
  return receiveUpload(request);
}
