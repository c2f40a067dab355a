import { portalHealth } from '@/app/api/portal-health';
import { runtime } from '@/lib/runtime';

/** Whether the portal works: answers anyone, 200 also when degraded, 503 where it is not started. */
export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'no-store' };
  try {
    return Response.json(await portalHealth(await runtime()), { headers });
  } catch {
    return Response.json({ status: 'degraded', error: 'The portal is not started.' }, { status: 503, headers });
  }
}
