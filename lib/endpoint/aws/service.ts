import type { Caller, Incoming, Reply } from '../contract';

/** What a service is asked, once its caller is known. */
interface ServiceCall {
  request: Incoming;
  caller: Caller;
  /** To be called before anything is written: throws where this very request was sent before. */
  firstTime: () => void;
}

/** One AWS service of the endpoint, found by the credential scope of a signature. */
export interface Service {
  /** Carries out a call. Throws an ApiError where it is refused. */
  serve(call: ServiceCall): Promise<Reply>;
  /** The error in the shape of the service's protocol. */
  refuse(error: { code: string; status: number; message: string }, requestId: string): Reply;
}
