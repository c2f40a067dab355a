import { expect, test } from 'vitest';
import type { AccessView, Role } from '@/lib/access';
import { refusalFor } from './refusal';

const operators: readonly Role[] = ['operator', 'administrator'];
const administrators: readonly Role[] = ['administrator'];

function view(role: Role, queues: AccessView['queues'] = 'all'): AccessView {
  return {
    user: { id: '1', name: 'ops', email: 'ops@example.com' },
    role,
    queues,
    readOnly: null,
    who: {
      read: ['viewer', 'operator', 'administrator'],
      'jobs.submit': operators,
      'jobs.end': operators,
      'resources.write': operators,
      'simulator.control': operators,
      'connections.write': administrators,
      'users.write': administrators,
      'keys.write': administrators,
      'settings.write': administrators,
    },
  };
}

test('who may is said in words', () => {
  expect(refusalFor(view('operator'), 'jobs.submit')).toBeNull();
  expect(refusalFor(view('viewer'), 'jobs.submit')).toBe(
    'Operators and administrators may submit jobs; ask an administrator.',
  );
  expect(refusalFor(view('operator'), 'users.write')).toBe('Administrators may manage people; ask an administrator.');
});

test('a scope by queue must hold every queue that is touched', () => {
  const scoped = view('operator', ['main', 'gpu']);
  expect(refusalFor(scoped, 'jobs.submit', { queue: 'main' })).toBeNull();
  expect(refusalFor(scoped, 'jobs.submit', { queue: 'etl' })).toBe(
    'etl is outside of the queues you may act on (main, gpu); ask an administrator.',
  );
  expect(refusalFor(scoped, 'resources.write', { queues: ['main', 'etl'] })).toContain('etl is outside');
  expect(refusalFor(scoped, 'simulator.control', { whole: true })).toContain('every queue of the connection');
  expect(refusalFor(view('operator'), 'simulator.control', { whole: true })).toBeNull();
  expect(refusalFor(view('operator', []), 'resources.write', { queue: 'etl' })).toContain('(none)');
});
