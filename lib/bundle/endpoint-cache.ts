/** The SDK keeps endpoints that it has discovered here. Discovery is off unless a client or the environment asks for it, and none does. */
export class EndpointCache {}
