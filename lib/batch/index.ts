export * from './arn';
export * from './changes';
export * from './failure-class';
export * from './job-status';
export * from './mask';
export * from './same-json';
export * from './waiting-causes';
export * from './workload-rows';
