import { memberOf, recordOf } from '@/lib/batch';
import { type Behaviour, behaviourBy } from '../behaviour/behaviour';
import type { CapacityNeed } from './contract';

/** What Batch itself reads of a CreateTrainingJob request, and what the training does here. */
export interface TrainingRequest {
  /** '' where it has none. */
  name: string;
  /** Instances by type, in order of the types' names; empty where it asks for none. */
  needs: CapacityNeed[];
  behaviour: Behaviour;
  maxRuntimeMs: number;
}

/** SageMaker's default of StoppingCondition.MaxRuntimeInSeconds. */
const DAY_SECONDS = 86_400;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one: unknown) => typeof one === 'string') : [];
}

function positive(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 0;
}

function needsOf(config: Record<string, unknown>): CapacityNeed[] {
  const groups: unknown[] = Array.isArray(config.InstanceGroups) ? config.InstanceGroups : [config];
  const byType = new Map<string, number>();
  for (const group of groups.map(recordOf)) {
    const unit = textOf(group.InstanceType);
    const count = positive(group.InstanceCount);
    if (unit === '' || count === 0) return [];
    byType.set(unit, (byType.get(unit) ?? 0) + count);
  }
  return [...byType].map(([unit, quantity]) => ({ unit, quantity })).sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

function variablesOf(value: unknown): Map<string, string> {
  return new Map(Object.entries(recordOf(value)).map(([name, one]) => [name, textOf(one)]));
}

/** Reads a request's JSON; null where it is none, or no object. */
export function readTraining(payload: string): TrainingRequest | null {
  const request = parse(payload);
  if (request === null) return null;
  const algorithm = recordOf(request.AlgorithmSpecification);
  const command = [...textsOf(algorithm.ContainerEntrypoint), ...textsOf(algorithm.ContainerArguments)];
  const seconds = positive(memberOf(recordOf(request.StoppingCondition), 'MaxRuntimeInSeconds')) || DAY_SECONDS;
  return {
    name: textOf(request.TrainingJobName),
    needs: needsOf(recordOf(request.ResourceConfig)),
    behaviour: behaviourBy(variablesOf(request.Environment), command, Number.POSITIVE_INFINITY),
    maxRuntimeMs: seconds * 1000,
  };
}

function parse(payload: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? recordOf(value) : null;
  } catch {
    return null;
  }
}
