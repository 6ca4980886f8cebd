// Hive Gateway with its planner and executor in Rust.
import { defineConfig } from '@graphql-hive/gateway'
import { unifiedGraphHandler } from '@graphql-hive/router-runtime'

export const gatewayConfig = defineConfig({
  supergraph: process.env.SUPERGRAPH!,
  unifiedGraphHandler,
  logging: 'error',
  graphiql: false,
  landingPage: false,
} as any)
