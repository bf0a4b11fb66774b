import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  type CorsPreflightOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Route } from '../lambdas/web/routes.ts';
import type { ServiceFunction } from './functions/service-function.ts';
import { Mistaken } from './config-file.ts';
import type { Address, Stage } from './stage.ts';

/* The route and never the path, the address or the query: the path of a link is a secret. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    routeKey: '$context.routeKey',
    status: '$context.status',
    latency: '$context.responseLatency',
    integrationLatency: '$context.integrationLatency',
    integrationStatus: '$context.integrationStatus',
    integrationError: '$context.integrationErrorMessage',
  }),
);

/* For scripts only: browsers let a plain form post to any site. */
const forScriptsOf = (allowOrigins: string[]): CorsPreflightOptions => ({
  allowOrigins,
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
  allowHeaders: ['accept', 'accept-language', 'content-type', 'idempotency-key'],
  exposeHeaders: ['location', 'retry-after'],
  maxAge: Duration.hours(1),
});

/** The HTTP API: which function answers which request. */
export class WebApi extends Construct {
  /** The address that API Gateway gives: scheme and host, no slash at the end. */
  readonly url: string;
  /** The hosts that lead to the API, other than that of the stage's address. */
  readonly formerHosts: readonly string[];
  readonly stage: HttpStage;
  readonly #api: HttpApi;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#api = new HttpApi(this, 'Api', {
      apiName: `vso-${stage.name}`,
      createDefaultStage: false,
      ...(stage.allowedOrigins.length > 0 && { corsPreflight: forScriptsOf(stage.allowedOrigins) }),
    });
    this.url = this.#api.apiEndpoint;
    const ownHost = `${this.#api.apiId}.execute-api.${stage.region}.${Aws.URL_SUFFIX}`;
    this.formerHosts = [
      ...stage.formerAddresses.map(({ host }) => host),
      ...(stage.address ? [ownHost] : []),
    ];
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: stage.logRetentionDays,
      removalPolicy: stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.throttling.requestsPerSecond, burstLimit: stage.throttling.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: accessLogFormat },
    });
    Validations.of(this.#api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Anybody may report a need; everything else is authorised by the link itself, which the functions check.',
    });
    new CfnOutput(Stack.of(this), 'ApiAddress', {
      value: this.url,
      description: 'API Gateway’s own address, which leads to the same whatever the stage file says',
    });
    for (const [output, address] of [
      ...(stage.address ? [['AddressRecord', stage.address] as const] : []),
      ...stage.formerAddresses.map((former, index) => [`FormerAddressRecord${index + 1}`, former] as const),
    ])
      this.#answerAt(address, this.stage, output);
  }

  /**
   * Lets the API answer at an address. Named by its host, so that nothing is replaced when it becomes a former one.
   * @param output what gives the record to publish, where no hosted zone is named
   */
  #answerAt({ host, hostedZone, certificate }: Address, stage: HttpStage, output: string): void {
    const scope = new Construct(this, host);
    const zone =
      hostedZone &&
      HostedZone.fromHostedZoneAttributes(scope, 'Zone', {
        hostedZoneId: hostedZone.id,
        zoneName: hostedZone.name,
      });
    // A stack that waits for a certificate which nobody proves would neither end nor say what is to be published.
    if (!zone && certificate === undefined)
      throw new Mistaken(
        `The address ${host} has neither a certificate nor a hosted zone: npm run doctor says how to get a certificate.`,
      );
    const domain = new DomainName(scope, 'Domain', {
      domainName: host,
      certificate:
        certificate === undefined
          ? new Certificate(scope, 'Certificate', {
              domainName: host,
              validation: CertificateValidation.fromDns(zone),
            })
          : Certificate.fromCertificateArn(scope, 'Certificate', certificate),
    });
    new ApiMapping(scope, 'Mapping', { api: this.#api, domainName: domain, stage });
    const { regionalDomainName, regionalHostedZoneId } = domain;
    if (zone)
      new ARecord(scope, 'Record', {
        zone,
        recordName: `${host}.`,
        target: RecordTarget.fromAlias(
          new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId),
        ),
      });
    else
      new CfnOutput(Stack.of(this), output, {
        value: `${host} CNAME ${regionalDomainName}`,
        description: 'To be published in DNS: where people reach the form',
      });
  }

  /**
   * Lets a function answer these routes; `$default` is every other request. A GET route answers HEAD too, which an HTTP API does
   * not do by itself.
   */
  route(target: ServiceFunction, ...routes: readonly (Route | '$default')[]): void {
    const integration = new HttpLambdaIntegration(target.node.id, target.handler, {
      scopePermissionToRoute: false,
    });
    for (const route of routes) {
      if (route === '$default') {
        new HttpRoute(this.#api, 'DefaultRoute', {
          httpApi: this.#api,
          routeKey: HttpRouteKey.DEFAULT,
          integration,
        });
        continue;
      }
      const [method, path] = route.split(' ') as ['GET' | 'POST', string];
      this.#api.addRoutes({
        path,
        methods: method === 'GET' ? [HttpMethod.GET, HttpMethod.HEAD] : [HttpMethod.POST],
        integration,
      });
    }
  }
}
