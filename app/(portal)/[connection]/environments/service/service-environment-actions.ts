import { createServiceEnvironment, deleteServiceEnvironment, updateServiceEnvironment } from './actions';

/** What the list of service environments may do. */
export const SERVICE_ENVIRONMENT_ACTIONS = {
  create: createServiceEnvironment,
  update: updateServiceEnvironment,
  remove: deleteServiceEnvironment,
};
