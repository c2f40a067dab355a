import { describe, expect, it } from 'vitest';
import { limitsOf } from './service-acts';

const line = (unit: string, most: string) => ({ unit, most });

describe('limits as they are written', () => {
  it('are one number of instances, or instance types', () => {
    expect(limitsOf([line('NUM_INSTANCES', '8')])).toEqual({
      limits: [{ capacityUnit: 'NUM_INSTANCES', maxCapacity: 8 }],
    });
    expect(limitsOf([line('ml.g5.xlarge', '2'), line('ml.p4d.24xlarge', '1')])).toEqual({
      limits: [
        { capacityUnit: 'ml.g5.xlarge', maxCapacity: 2 },
        { capacityUnit: 'ml.p4d.24xlarge', maxCapacity: 1 },
      ],
    });
  });

  it.each([
    [[line('g5', '1')], 'Give an instance type'],
    [[line('ml.g5.xlarge', '0')], 'whole number from 1'],
    [[line('ml.g5.xlarge', '1'), line('ml.g5.xlarge', '2')], 'stands once'],
    [[line('ml.g5.xlarge', '1'), line('NUM_INSTANCES', '2')], 'either'],
  ])('%j are refused', (lines, words) => {
    expect(limitsOf(lines)).toEqual({ error: expect.stringContaining(words) });
  });
});
