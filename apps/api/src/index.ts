export { ApiModule } from './api.module.js';
export { readConfig, type ApiConfig } from './config.js';
export { createApi, type ApiPorts } from './create-api.js';
export { describeApi } from './describe-api.js';
