// PostGraphile 5 over the schema that stands for it in the gateway's own database.
import { makePgService } from 'postgraphile/adaptors/pg'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'

export default {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({ connectionString: process.env.DATABASE, schemas: ['postgraphile'], poolConfig: { max: 16 } }),
  ],
  grafserv: {
    port: Number(process.env.PORT),
    host: '127.0.0.1',
    watch: false,
    graphiql: false,
    graphiqlOnGraphQLGET: false,
    websockets: false,
  },
  grafast: { explain: false },
}
