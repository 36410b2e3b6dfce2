import { z } from 'zod';
import { idText } from '../answer.ts';

const json = z.json();
const record = z.record(z.string(), json);
const texts = z.array(z.string());
const empties = z.record(z.string(), json).nullish();

const healthcheck = z
	.object({
		Test: texts.nullish(),
		Interval: z.number().nullish(),
		Timeout: z.number().nullish(),
		StartPeriod: z.number().nullish(),
		StartInterval: z.number().nullish(),
		Retries: z.number().nullish(),
	})
	.nullish();

/** What container and image have in common: what the container may have taken from its image. */
const common = {
	Env: texts.nullish(),
	Cmd: texts.nullish(),
	Entrypoint: texts.nullish(),
	WorkingDir: z.string().nullish(),
	User: z.string().nullish(),
	StopSignal: z.string().nullish(),
	Healthcheck: healthcheck,
	Labels: z.record(z.string(), z.string()).nullish(),
	Volumes: empties,
	ExposedPorts: empties,
};

/** The part of an image's inspect answer that says what its containers begin with. */
export const imageSchema = z.object({ Id: idText, Config: z.object(common).nullish() });
/** What an image gives to its containers. */
export type ImageConfig = NonNullable<z.infer<typeof imageSchema>['Config']>;

const endpoint = z.object({
	NetworkID: z.string().nullish(),
	Aliases: texts.nullish(),
	IPAMConfig: record.nullish(),
	DriverOpts: record.nullish(),
	Links: texts.nullish(),
	GwPriority: z.number().nullish(),
});
/** A container's end of a network, as inspect tells it. */
export type Endpoint = z.infer<typeof endpoint>;

const mount = z.object({
	Type: z.string(),
	Name: z.string().nullish(),
	Destination: z.string(),
	RW: z.boolean().nullish(),
});
/** A volume or folder in a container, as inspect tells it. */
export type Mount = z.infer<typeof mount>;

/** The part of a container's inspect answer that another one like it is made from. */
export const containerSchema = z.object({
	Id: idText,
	Name: z.string(),
	Config: z.looseObject({
		...common,
		Hostname: z.string().nullish(),
		Domainname: z.string().nullish(),
		MacAddress: z.string().nullish(),
	}),
	HostConfig: record,
	Mounts: z.array(mount).nullish(),
	NetworkSettings: z.object({ Networks: z.record(z.string(), endpoint).nullish() }).nullish(),
});
/** A container, as inspect tells it. */
export type Container = z.infer<typeof containerSchema>;
