export * from './call-text';
export { Findings } from './checks';
export * from './json-document';
export * from './json-text';
export * from './policy-rules';
export * from './problem';
export * from './queue-rules';
export * from './shapes';
export * from './shell-words';
