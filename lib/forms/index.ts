export * from './call-text';
export * from './json-document';
export * from './json-text';
export * from './problem';
export * from './shapes';
export * from './shell-words';
