-- BODIES names a file with a body a line, HEADERS holds a header a line. A seed of its own for each run:
-- otherwise every round would begin with the same requests.
local requests, at = {}, 0

init = function(_)
  local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
  for line in os.getenv("HEADERS"):gmatch("[^\n]+") do
    local name, value = line:match("^([^:]+): (.*)$")
    headers[name] = value
  end
  for body in io.lines(os.getenv("BODIES")) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
  math.randomseed(os.time())
  at = math.random(#requests)
end

request = function()
  at = at % #requests + 1
  return requests[at]
end

done = function(summary, latency, _)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %f %f %d\n", summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99),
    errors.status + errors.read + errors.write + errors.timeout + errors.connect))
end
