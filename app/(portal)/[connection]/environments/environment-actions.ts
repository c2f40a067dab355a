import { startEnvironmentDelete } from '../guide-actions';
import { setEnvironmentState, tagEnvironment } from './life-actions';

/** What the pages of environments may do. */
export const ENVIRONMENT_ACTIONS = {
  setState: setEnvironmentState,
  tag: tagEnvironment,
  startDelete: startEnvironmentDelete,
};
