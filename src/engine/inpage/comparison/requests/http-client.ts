import { get, type Scenario } from "../scenario.ts";

const members =
  "request.abort request.close request.continue request.continue-late request.continue-refused request.information request.information-wrong request.trailers request.finish request.response request.socket request.timeout request.setTimeout request.destroy request.signal request.end request.write request.length request.flushHeaders request.getHeader request.sent request.path request.setNoDelay http.request http.get http.globalAgent agent.new agent.getName agent.sockets agent.connection response.close response.finish response.cork response.sendDate response.statusCode response.req response.writable response.writeContinue response.writeEarlyHints response.addTrailers response.pipe response.setHeader response.writeHead response.assignSocket response.drain response.alone message.headers message.trailers message.trailers-early message.trailers-whole message.complete message.aborted message.destroy message.setTimeout message.method message.signal message.alone outgoing.alone".split(
    " ",
  );

export const httpClientRequests: Scenario = {
  program: "http-client.mjs",
  requests: members.map((member) => get(`/${member}`)),
};
