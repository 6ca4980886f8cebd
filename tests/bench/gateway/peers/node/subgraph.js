// One service's part of the graph, all of its data in memory: the fastest thing a gateway can stand in front of.
// node subgraph.js mobility|agreements|finance PORT FOLDER_WITH_DATA
const fs = require('node:fs')
const path = require('node:path')
const Fastify = require('fastify')
const { mercuriusFederationPlugin } = require('@mercuriusjs/federation')

const [, , name, port, folder] = process.argv

const rows = (kind) =>
  fs.readFileSync(path.join(folder, `${kind}.jsonl`), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
const byId = (kind) => new Map(rows(kind).map((row) => [row.id, row]))

const parts = {
  mobility() {
    const stays = rows('mobility')
    const places = new Map(stays.map((stay, at) => [stay.cursor, at]))
    const known = new Map(stays.map((stay) => [stay.id, stay]))
    const mobilities = (_, { first, after }) => {
      const begin = after == null ? 0 : places.get(after) + 1
      const nodes = stays.slice(begin, begin + first)
      const endCursor = nodes.length ? nodes[nodes.length - 1].cursor : null
      return { nodes, pageInfo: { hasNextPage: begin + first < stays.length, endCursor } }
    }
    return { Query: { mobilities }, Mobility: { __resolveReference: ({ id }) => known.get(id) } }
  },
  agreements() {
    const agreements = byId('agreement')
    const partners = byId('partner')
    return {
      Query: { agreement: (_, { id }) => agreements.get(id) },
      Agreement: { __resolveReference: ({ id }) => agreements.get(id) },
      Partner: { __resolveReference: ({ id }) => partners.get(id) },
    }
  },
  finance() {
    const grants = byId('grant')
    const of = (id) => ({ id, grant: grants.get(id)?.grant ?? null })
    return {
      Query: { grant: (_, { mobilityId }) => of(mobilityId).grant },
      Mobility: { __resolveReference: ({ id }) => of(id) },
    }
  },
}

const schema = fs.readFileSync(path.join(__dirname, `${name}.graphql`), 'utf8')
const app = Fastify()
app.register(mercuriusFederationPlugin, { schema, resolvers: parts[name](), jit: 1 })
app.listen({ port: Number(port), host: '127.0.0.1' })
