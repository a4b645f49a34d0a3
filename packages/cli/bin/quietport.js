#!/usr/bin/env node
import '../program/quietport.js';
