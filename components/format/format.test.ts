import { describe, expect, it } from 'vitest';
import { formatAgo, formatDuration, formatStep } from './duration';
import { formatMoney, formatMoneyCell, formatSignedMoney, formatUnitPrice, parseNanoUsd } from './money';
import {
  formatAxis,
  formatCount,
  formatMemory,
  formatNumber,
  formatPercent,
  formatQuantity,
  formatVcpus,
  shortenId,
} from './number';
import { dayNumber, formatMoment, formatShortMoment, parseMoment } from './time';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  it('keeps unknown and zero apart', () => {
    expect(formatNumber(null)).toBe('–');
    expect(formatNumber(0)).toBe('0');
    expect(formatNumber(-1234)).toBe('−1,234');
  });
  it('joins a unit without a break', () => {
    expect(formatQuantity(1234, 'vCPU')).toBe('1,234\u00a0vCPU');
    expect(formatVcpus(250)).toBe('0.25');
    expect(formatVcpus(5_993_000)).toBe('5,993');
    expect(plain(formatMemory(62_792))).toBe('61.3 GiB');
    expect(plain(formatMemory(2048))).toBe('2,048 MiB');
    expect(plain(formatCount(1, 'job'))).toBe('1 job');
  });
  it('never rounds a part to all or none', () => {
    expect(plain(formatPercent(97, 100))).toBe('97 %');
    expect(plain(formatPercent(1, 1000))).toBe('< 1 %');
    expect(plain(formatPercent(999, 1000))).toBe('> 99 %');
    expect(formatPercent(0, 0)).toBe('–');
  });
  it('writes axes short', () => {
    const axis = [0, 250, 6000, 12_000, 1_500_000, 0.5].map((value) => formatAxis(value));
    expect(axis).toEqual(['0', '250', '6,000', '12k', '1.5M', '0.5']);
    expect(formatAxis(6000, 12_000)).toBe('6k');
  });
  it('cuts ids in the middle', () => {
    expect(shortenId('19be44c0-aaaa-bbbb-cccc-ddddeeee9be2')).toBe('19be44c0…9be2');
    expect(shortenId('frame-0982')).toBe('frame-0982');
  });
});

describe('money', () => {
  it('is exact on nano-USD', () => {
    expect(formatMoney(1_187_600_000_000n)).toBe('$1,187.60');
    expect(formatMoney(parseNanoUsd('9007199254740993000000000'))).toBe('$9,007,199,254,740,993.00');
    expect(formatMoney(null)).toBe('–');
  });
  it('shows a little as little, and nothing as nothing', () => {
    expect(formatMoney(1n)).toBe('< $0.01');
    expect(formatMoney(0n)).toBe('$0.00');
    expect(formatMoney(-1n)).toBe('> −$0.01');
  });
  it('drops cents in tables from $100', () => {
    expect(formatMoneyCell(99_990_000_000n)).toBe('$99.99');
    expect(formatMoneyCell(100_400_000_000n)).toBe('$100');
  });
  it('signs gains and losses', () => {
    expect(formatSignedMoney(88_000_000_000n)).toBe('+$88.00');
    expect(formatSignedMoney(-2_100_000_000n)).toBe('−$2.10');
    expect(formatUnitPrice(18_100_000n)).toBe('$0.0181');
  });
});

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [400, '< 1 s'],
    [48_000, '48 s'],
    [599_000, '9 min'],
    [5_280_000, '1 h 28 min'],
    [7_200_000, '2 h'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms is %s', (ms, text) => {
    expect(plain(formatDuration(ms))).toBe(text);
  });
  it('tells ages and steps', () => {
    expect(plain(formatAgo(0, 2_280_000))).toBe('38 min ago');
    expect(formatStep(300)).toBe('5-minute steps');
  });
});

describe('times', () => {
  const startAt = Date.UTC(2026, 0, 1, 22, 0, 0);
  const frame = { kind: 'simulated', startAt } as const;
  it('counts days by UTC midnights since the start', () => {
    expect(dayNumber(startAt, startAt)).toBe(1);
    expect(dayNumber(startAt + 3 * 3_600_000, startAt)).toBe(2);
    expect(formatMoment(Date.UTC(2026, 0, 3, 3, 10, 42), frame)).toBe('Day 3, 03:10:42');
  });
  it('leaves the day out on the same day', () => {
    const now = Date.UTC(2026, 0, 3, 14, 0, 0);
    expect(formatShortMoment(Date.UTC(2026, 0, 3, 13, 54), now, frame)).toBe('13:54');
    expect(formatShortMoment(Date.UTC(2026, 0, 2, 13, 54), now, frame)).toBe('Day 2, 13:54');
    expect(formatShortMoment(now, now, { kind: 'aws', zone: 'Europe/Paris' })).toBe('15:00');
  });
  it('reads what a person types', () => {
    const now = Date.UTC(2026, 0, 3, 14, 0, 0);
    expect(parseMoment('Day 4, 03:15', now, startAt)).toBe(Date.UTC(2026, 0, 4, 3, 15));
    expect(parseMoment('13:00', now, startAt)).toBe(Date.UTC(2026, 0, 4, 13, 0));
    expect(parseMoment('+2 h', now, startAt)).toBe(now + 7_200_000);
    expect(parseMoment('2026-01-05T00:00:00Z', now, startAt)).toBe(Date.UTC(2026, 0, 5));
    expect(parseMoment('25:00', now, startAt)).toBeNull();
    expect(parseMoment('soon', now, startAt)).toBeNull();
  });
});
