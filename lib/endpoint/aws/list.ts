import { batch } from './batch';
import { ec2 } from './ec2';
import { ecs } from './ecs';
import { iam } from './iam';
import { logs } from './logs';
import type { Service } from './service';
import { sts } from './sts';

/** By the service's name in a signature's credential scope. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(Object.entries({ batch, logs, ecs, ec2, sts, iam }));
