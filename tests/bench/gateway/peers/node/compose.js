// One supergraph of the subgraphs. node compose.js SUPERGRAPH_FILE mobility=URL agreements=URL finance=URL
const fs = require('node:fs')
const path = require('node:path')
const { composeServices } = require('@apollo/composition')
const { parse } = require('graphql')

const [, , file, ...given] = process.argv
const services = given.map((each) => {
  const [name, url] = each.split('=')
  return { name, url, typeDefs: parse(fs.readFileSync(path.join(__dirname, `${name}.graphql`), 'utf8')) }
})
const composed = composeServices(services)
if (composed.errors) {
  console.error(composed.errors.map((error) => error.message).join('\n'))
  process.exit(1)
}
fs.writeFileSync(file, composed.supergraphSdl)
