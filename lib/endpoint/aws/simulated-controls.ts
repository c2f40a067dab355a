import type { SimulatedControls } from '@/lib/driver';
import { ApiError } from '../api-error';
import type { Caller } from '../contract';

/** The controls of the caller's connection. Keys belong to simulated connections only. */
export function controlsOf({ connection }: Caller): SimulatedControls {
  const { simulated } = connection.driver;
  if (simulated !== undefined) return simulated;
  throw new ApiError('UnrecognizedClientException', 403, 'The security token included in the request is invalid.');
}
