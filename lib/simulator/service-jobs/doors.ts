import type { Core } from '../core';
import type { Machine } from '../machine';
import {
  addServiceEnvironment,
  deleteServiceEnvironment,
  queuesOnServiceEnvironment,
  serviceEnvironmentNumber,
  updateServiceEnvironment,
} from './service-environments';

type ServiceDoors = Pick<
  Machine,
  | 'serviceEnvironment'
  | 'serviceEnvironments'
  | 'addServiceEnvironment'
  | 'updateServiceEnvironment'
  | 'deleteServiceEnvironment'
  | 'isServiceAttached'
>;

/** The doors of `machine.ts` to what belongs to service jobs. */
export function createServiceDoors(core: Core): ServiceDoors {
  const { environments } = core.services;
  const numberOf = (name: string | undefined): number => serviceEnvironmentNumber(core, name ?? '');
  return {
    serviceEnvironment: (name) => environments[numberOf(name)]?.document,
    serviceEnvironments: () => environments.filter(({ gone }) => !gone).map(({ document }) => document),
    addServiceEnvironment: (document) => addServiceEnvironment(core, document),
    updateServiceEnvironment: (document) => {
      updateServiceEnvironment(core, numberOf(document.serviceEnvironmentName), document);
    },
    deleteServiceEnvironment: (name) => deleteServiceEnvironment(core, numberOf(name)),
    isServiceAttached: (name) => queuesOnServiceEnvironment(core, numberOf(name)).length > 0,
  };
}
