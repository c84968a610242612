import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { problem, ProblemError } from '#shared/problem.ts';
import { sendPage } from './sendPage.ts';

@Controller()
export class PageController {
  @Get(['', 's/:session', 'v/:secret'])
  page(@Res() response: Response): void {
    sendPage(response);
  }

  @Get('s')
  noSession(): never {
    throw new ProblemError(problem('notFound', 'A session is at /s/<id>. Open a new one at /.'));
  }
}
