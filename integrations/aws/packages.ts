import type * as AutoScaling from "@aws-sdk/client-auto-scaling";
import type * as CloudFormation from "@aws-sdk/client-cloudformation";
import type * as CloudTrail from "@aws-sdk/client-cloudtrail";
import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type * as Config from "@aws-sdk/client-config-service";
import type * as Ec2 from "@aws-sdk/client-ec2";
import type * as GuardDuty from "@aws-sdk/client-guardduty";
import type * as Iam from "@aws-sdk/client-iam";
import type * as Inspector2 from "@aws-sdk/client-inspector2";
import type * as S3 from "@aws-sdk/client-s3";
import type * as S3Control from "@aws-sdk/client-s3-control";
import type * as SecurityHub from "@aws-sdk/client-securityhub";
import type * as Sns from "@aws-sdk/client-sns";
import type * as Ssm from "@aws-sdk/client-ssm";
import type * as Sts from "@aws-sdk/client-sts";

// The names by which AWS's own policies call its services, and the package of each. A package is loaded when it is
// first asked: sixteen of them would make every process start slower, and most runs need one.

type Packages = {
  autoscaling: typeof AutoScaling; cloudformation: typeof CloudFormation; cloudtrail: typeof CloudTrail; cloudwatch: typeof CloudWatch; logs: typeof Logs; config: typeof Config; ec2: typeof Ec2;
  guardduty: typeof GuardDuty; iam: typeof Iam; inspector2: typeof Inspector2; s3: typeof S3; s3control: typeof S3Control; securityhub: typeof SecurityHub;
  sns: typeof Sns; ssm: typeof Ssm; sts: typeof Sts;
};

export type Service = keyof Packages;
/** What each operation of each service may be asked with. */
type Inputs = {
  [S in Service]: { [Name in keyof Packages[S] as Name extends `${infer Operation}Command` ? Operation : never]: Packages[S][Name] extends new (...input: never[]) => { readonly input: infer Input } ? Input : never };
};
/** An operation of a service, as AWS calls it: a name that is none does not compile. */
export type OperationOf<S extends Service> = keyof Inputs[S] & string;
export type InputOf<S extends Service, O extends OperationOf<S>> = Inputs[S][O];

type Client = { send(command: unknown): Promise<unknown> };
export type Sdk = { open(options: object): Client; command(operation: string, input: unknown): unknown };

/** A package seen without its hundreds of types: the names were checked where it is asked. */
function sdk(client: unknown, names: object): Sdk {
  const Opened = client as new (options: object) => Client;
  return {
    open: (options) => new Opened(options),
    command(operation, input) {
      const Command = (names as Record<string, unknown>)[`${operation}Command`] as new (input: unknown) => unknown;
      return new Command(input);
    },
  };
}

export const LOADERS: Readonly<Record<Service, () => Promise<Sdk>>> = {
  autoscaling: async () => { const names = await import("@aws-sdk/client-auto-scaling"); return sdk(names.AutoScalingClient, names); },
  cloudformation: async () => { const names = await import("@aws-sdk/client-cloudformation"); return sdk(names.CloudFormationClient, names); },
  cloudtrail: async () => { const names = await import("@aws-sdk/client-cloudtrail"); return sdk(names.CloudTrailClient, names); },
  cloudwatch: async () => { const names = await import("@aws-sdk/client-cloudwatch"); return sdk(names.CloudWatchClient, names); },
  logs: async () => { const names = await import("@aws-sdk/client-cloudwatch-logs"); return sdk(names.CloudWatchLogsClient, names); },
  config: async () => { const names = await import("@aws-sdk/client-config-service"); return sdk(names.ConfigServiceClient, names); },
  ec2: async () => { const names = await import("@aws-sdk/client-ec2"); return sdk(names.EC2Client, names); },
  guardduty: async () => { const names = await import("@aws-sdk/client-guardduty"); return sdk(names.GuardDutyClient, names); },
  iam: async () => { const names = await import("@aws-sdk/client-iam"); return sdk(names.IAMClient, names); },
  inspector2: async () => { const names = await import("@aws-sdk/client-inspector2"); return sdk(names.Inspector2Client, names); },
  s3: async () => { const names = await import("@aws-sdk/client-s3"); return sdk(names.S3Client, names); },
  s3control: async () => { const names = await import("@aws-sdk/client-s3-control"); return sdk(names.S3ControlClient, names); },
  securityhub: async () => { const names = await import("@aws-sdk/client-securityhub"); return sdk(names.SecurityHubClient, names); },
  sns: async () => { const names = await import("@aws-sdk/client-sns"); return sdk(names.SNSClient, names); },
  ssm: async () => { const names = await import("@aws-sdk/client-ssm"); return sdk(names.SSMClient, names); },
  sts: async () => { const names = await import("@aws-sdk/client-sts"); return sdk(names.STSClient, names); },
};
