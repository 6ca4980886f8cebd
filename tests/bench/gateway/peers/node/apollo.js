// Apollo Gateway. node apollo.js PORT SUPERGRAPH_FILE
const fs = require('node:fs')
const { ApolloServer } = require('@apollo/server')
const { startStandaloneServer } = require('@apollo/server/standalone')
const { ApolloGateway } = require('@apollo/gateway')

const [, , port, file] = process.argv
const gateway = new ApolloGateway({ supergraphSdl: fs.readFileSync(file, 'utf8') })
const server = new ApolloServer({ gateway, introspection: false })
startStandaloneServer(server, { listen: { port: Number(port), host: '127.0.0.1' } })
