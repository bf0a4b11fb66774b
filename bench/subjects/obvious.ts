import { randomBytes, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import express from 'express';
import nodemailer from 'nodemailer';
import serverless from 'serverless-http';
import { z } from 'zod';
import organisation from '../../config/organisation.json' with { type: 'json' };

/* The obvious way to take in a need: a web framework behind an adapter, a document client, and a mail library that sends to
   everybody before the request is answered. */

const tables = DynamoDBDocumentClient.from(new DynamoDBClient());
const mail = nodemailer.createTransport({ SES: { sesClient: new SESv2Client(), SendEmailCommand } });

const Submission = z.object({
  title: z.string().min(1).max(120),
  problem: z.string().min(1).max(2000),
  cause: z.string().min(1).max(2000),
  affected: z.string().min(1).max(1000),
  areas: z.array(z.enum(organisation.areas.map(({ id }) => id))).default([]),
  submitter: z.object({ name: z.string().min(1).max(100), email: z.email() }),
});

const app = express();
app.use(express.json());
app.post('/needs', async (request, response) => {
  const submission = Submission.safeParse(request.body);
  if (!submission.success) {
    response.status(422).json({ errors: submission.error.issues });
    return;
  }
  const { submitter, areas, ...need } = submission.data;
  const reference = `B26-${randomUUID().slice(0, 5)}`;
  const secret = randomBytes(32).toString('base64url');
  await tables.send(
    new PutCommand({
      TableName: process.env['TABLE_NAME'],
      Item: {
        pk: `NEED#${reference}`,
        sk: 'NEED',
        status: 'received',
        areas,
        from: submitter,
        secret,
        ...need,
      },
    }),
  );
  const involved = organisation.areas.filter(({ id }) => areas.includes(id));
  const heads = organisation.departments
    .filter(({ id }) => involved.some(({ departments }) => departments.includes(id)))
    .map(({ head }) => head);
  const told = new Set([...involved.flatMap(({ developers }) => developers), ...heads]);
  const staff = organisation.people.filter(({ id }) => told.has(id));
  const link = `${process.env['BASE_URL']}/needs/${reference}?key=${secret}`;
  await Promise.all(
    [submitter, ...staff].map(({ name, email }) =>
      mail.sendMail({
        from: process.env['MAIL_FROM'],
        to: { name, address: email },
        subject: `Nytt behov: ${need.title}`,
        text: `${need.problem}\n\n${link}`,
        html: `<p>${need.problem}</p><p><a href="${link}">Se behovet</a></p>`,
      }),
    ),
  );
  response.status(201).json({ reference, status: 'received', link });
});

export const handler = serverless(app);
