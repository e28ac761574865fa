;;; kpi-mode.el --- Major mode for kpi rule files  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "26.1"))
;; Keywords: languages

;;; Commentary:

;; Highlighting, indentation, imenu and checking (M-x flymake-mode, M-x compile) of `*.kpi' files.
;; The lines below `words:' are written by kpi-editors from the table of words.

;;; Code:

(defgroup kpi nil
  "Rule files of kpi."
  :group 'languages)

(defcustom kpi-program "kpi"
  "The program that checks rule files."
  :type 'string)

(defcustom kpi-indent-offset 2
  "How much deeper the lines of a block stand."
  :type 'integer)

(defvar kpi-mode-syntax-table
  (let ((table (make-syntax-table)))
    ;; words: (dolist (mark (string-to-list "{comment}")) (modify-syntax-entry mark "<" table))
    (dolist (mark (string-to-list "#＃")) (modify-syntax-entry mark "<" table))
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?“ "|" table)
    (modify-syntax-entry ?” "|" table)
    (modify-syntax-entry ?` "." table)
    ;; words: (dolist (mark (string-to-list "{operator}{colon}{comma}{semicolon}")) (modify-syntax-entry mark "." table))
    (dolist (mark (string-to-list "!%*+/<=>×÷→≠≤≥！％＊＋－／＜＝＞-:：,、，;；")) (modify-syntax-entry mark "." table))
    table)
  "Syntax of `kpi-mode'.")

(defconst kpi--name "\\(?:\\s_\\|\\sw\\)+")

;; words: (defconst kpi--declaration "^\\({declaration:elisp}\\)\\_>")
(defconst kpi--declaration "^\\(currency\\|币种\\|幣種\\|precision\\|精度\\|calendar\\|日历\\|日曆\\|use\\|引用\\|table\\|表\\|role\\|角色\\|metric\\|指标\\|指標\\|param\\|参数\\|參數\\|target\\|目标\\|目標\\|tiers\\|阶梯\\|階梯\\|scorecard\\|考核表\\|payout\\|奖金\\|獎金\\|rule\\|规则\\|規則\\|test\\|测试\\|測試\\)\\_>")
(defconst kpi-font-lock-keywords
  `(("`[^`\n]+`" . font-lock-function-name-face)
    ("\\.[ \t]*[[:alpha:]_]\\(?:\\s_\\|\\sw\\)*" . 'default)
    (,(concat kpi--declaration "[ \t]*\\(" kpi--name "\\)?")
     (1 font-lock-keyword-face) (2 font-lock-function-name-face nil t))
    ;; words: ("\\_<[0-9][0-9_]*\\(?:\\.[0-9_]+\\)?\\(?:[ \t]*[{scale}]\\)?[ \t]*\\(?:\\(?:{unit:elisp}\\|[A-Z]\\{3\\}\\)\\_>\\|[{percent}]\\)?" . font-lock-constant-face)
    ("\\_<[0-9][0-9_]*\\(?:\\.[0-9_]+\\)?\\(?:[ \t]*[万萬亿億]\\)?[ \t]*\\(?:\\(?:days\\|天\\|hours\\|小时\\|小時\\|weeks\\|周\\|週\\|months\\|个月\\|個月\\|quarters\\|个季度\\|個季度\\|halves\\|个半年\\|個半年\\|years\\|年\\|points\\|分\\|pp\\|百分点\\|百分點\\|元\\|day\\|hour\\|week\\|month\\|quarter\\|year\\|point\\|[A-Z]\\{3\\}\\)\\_>\\|[%％]\\)?" . font-lock-constant-face)
    ("\\_<\\(?:[0-9]\\{4\\}-\\(?:[0-9]\\{2\\}\\(?:-[0-9]\\{2\\}\\)?\\|[QHW][0-9]+\\)\\|FY[0-9]\\{4\\}\\(?:-[QH][0-9]\\)?\\)\\_>"
     0 font-lock-constant-face t)
    ;; words: ("\\_<\\({function:elisp}\\)[ \t]*[{open_paren}]" 1 font-lock-builtin-face)
    ("\\_<\\(sum\\|求和\\|count\\|计数\\|計數\\|avg\\|平均\\|min\\|最小\\|max\\|最大\\|only\\|唯一\\|median\\|中位数\\|中位數\\|percentile\\|百分位\\|stddev\\|标准差\\|標準差\\|stddev_all\\|总体标准差\\|總體標準差\\|corr\\|相关系数\\|相關係數\\|sqrt\\|平方根\\|clamp\\|夹取\\|夾取\\|abs\\|绝对值\\|絕對值\\|round\\|取整\\|growth\\|增长\\|增長\\|change\\|增减\\|增減\\|streak\\|连续\\|連續\\|rank\\|名次\\|share\\|占比\\|佔比\\|allocate\\|拆解\\|convert\\|换算\\|換算\\|days\\|天数\\|天數\\|workdays\\|工作日数\\|工作日數\\|date\\|日期\\|hours\\|小时数\\|小時數\\|months\\|月数\\|月數\\)[ \t]*[(（]" 1 font-lock-builtin-face)
    ;; words: ("\\_<\\({reserved:elisp}\\)[ \t]*[{colon}]" 1 font-lock-keyword-face)
    ("\\_<\\(and\\|且\\|or\\|或\\|not\\|非\\|is\\|为\\|為\\|where\\|其中\\|when\\|当\\|當\\|for\\|适用\\|適用\\|of\\|属于\\|屬於\\|by\\|按\\|per\\|逐\\|among\\|同组\\|同組\\|during\\|于\\|於\\|to\\|至\\|if\\|若\\|then\\|则\\|則\\|else\\|否则\\|否則\\)[ \t]*[:：]" 1 font-lock-keyword-face)
    ;; words: ("\\_<\\(?:{constant:elisp}\\)\\_>" . font-lock-constant-face)
    ("\\_<\\(?:none\\|缺失\\|true\\|真\\|false\\|假\\)\\_>" . font-lock-constant-face)
    ;; words: ("\\(?:^\\|[{open_brace}{open_paren}{semicolon}{comma}]\\)[ \t]*\\(\\(?:\\s_\\|\\sw\\)+\\)[ \t]*[{colon}]" 1 font-lock-variable-name-face)
    ("\\(?:^\\|[{｛(（;；,、，]\\)[ \t]*\\(\\(?:\\s_\\|\\sw\\)+\\)[ \t]*[:：]" 1 font-lock-variable-name-face)
    ;; words: ("\\_<\\(?:{keyword:elisp}\\|{declaration:elisp}\\)\\_>" . font-lock-keyword-face)
    ("\\_<\\(?:as +of\\|headers +of\\|at +zero\\|zero +at\\|zero +target\\|adds +up\\|allow +drop\\|cap +pool\\|else +even\\|at +least\\|year +ago\\|year +to +date\\|half +to +date\\|quarter +to +date\\|month +to +date\\|all +time\\|every\\|每\\|effective\\|生效\\|since\\|自\\|until\\|直到\\|within\\|介于\\|介於\\|截至\\|start\\|期初\\|split\\|拆分\\|dated\\|记于\\|記於\\|credited\\|归属\\|歸屬\\|snapshot\\|快照\\|valid\\|有效期\\|from\\|来源\\|來源\\|列名\\|trimmed\\|去空格\\|like\\|仿照\\|covers\\|覆盖\\|覆蓋\\|unique\\|不重复\\|不重複\\|let\\|计算列\\|計算列\\|check\\|校验\\|校驗\\|unmatched\\|未匹配\\|in\\|以\\|percent\\|百分比\\|thousands\\|千\\|wan\\|万\\|萬\\|millions\\|百万\\|百萬\\|yi\\|亿\\|億\\|as\\|形如\\|fiscal\\|财年\\|財年\\|starts\\|起始\\|timezone\\|时区\\|時區\\|holidays\\|节假日\\|節假日\\|better\\|方向\\|higher\\|越高越好\\|lower\\|越低越好\\|linear\\|线性\\|線性\\|inverse\\|反比\\|零值得\\|归零于\\|歸零於\\|零目标\\|零目標\\|unit\\|单位\\|單位\\|objective\\|战略\\|戰略\\|signed\\|带符号\\|帶符號\\|baseline\\|基准\\|基準\\|stretch\\|挑战\\|挑戰\\|可加总\\|可加總\\|whole\\|全额\\|全額\\|marginal\\|超额\\|超額\\|interpolated\\|插值\\|ranked\\|排名\\|ties\\|并列\\|並列\\|up\\|从高\\|從高\\|down\\|从低\\|從低\\|top\\|前\\|next\\|再\\|允许下降\\|允許下降\\|weight\\|权重\\|權重\\|scored\\|得分\\|zero\\|零分\\|full\\|满分\\|滿分\\|redistribute\\|重分配\\|fail\\|报错\\|報錯\\|hold\\|暂缓\\|暫緩\\|奖池封顶\\|獎池封頂\\|均等分配\\|不少于\\|不少於\\|add\\|加\\|deduct\\|减\\|減\\|cap\\|封顶\\|封頂\\|floor\\|保底\\|round\\|取整\\|grade\\|等级\\|等級\\|amount\\|应发\\|應發\\|carry\\|结转\\|結轉\\|present\\|有值\\|distinct\\|去重\\|skipping\\|跳过\\|跳過\\|breaks\\|中断\\|中斷\\|skips\\|dense\\|密集\\|step\\|步长\\|步長\\|across\\|跨\\|last\\|期末\\|first\\|average\\|均值\\|team\\|团队\\|團隊\\|below\\|下级\\|下級\\|reports\\|直属\\|直屬\\|all\\|全体\\|全體\\|company\\|公司\\|prior\\|上期\\|去年同期\\|本年累计\\|本年累計\\|本半年累计\\|本半年累計\\|本季累计\\|本季累計\\|本月累计\\|本月累計\\|近\\|历来\\|歷來\\|line\\|考核项\\|考核項\\|given\\|给定\\|給定\\|expect\\|应为\\|應為\\|error\\|错误\\|錯誤\\|currency\\|币种\\|幣種\\|precision\\|精度\\|calendar\\|日历\\|日曆\\|use\\|引用\\|table\\|表\\|role\\|角色\\|metric\\|指标\\|指標\\|param\\|参数\\|參數\\|target\\|目标\\|目標\\|tiers\\|阶梯\\|階梯\\|scorecard\\|考核表\\|payout\\|奖金\\|獎金\\|rule\\|规则\\|規則\\|test\\|测试\\|測試\\)\\_>" . font-lock-keyword-face)
    ;; words: ("\\_<\\(?:{type:elisp}\\)\\_>" . font-lock-type-face)
    ("\\_<\\(?:one +of\\|optional\\|可空\\|取值\\|key\\|主键\\|主鍵\\|text\\|文本\\|number\\|数值\\|數值\\|count\\|计数\\|計數\\|bool\\|逻辑值\\|邏輯值\\|date\\|日期\\|datetime\\|时刻\\|時刻\\|period\\|期间\\|期間\\|money\\|金额\\|金額\\|ratio\\|比率\\|days\\|天\\|hours\\|小时\\|小時\\|points\\|分\\|pp\\|百分点\\|百分點\\)\\_>" . font-lock-type-face)
    ;; words: ("\\_<\\(?:{reserved:elisp}\\)\\_>" . font-lock-keyword-face)
    ("\\_<\\(?:and\\|且\\|or\\|或\\|not\\|非\\|is\\|为\\|為\\|where\\|其中\\|when\\|当\\|當\\|for\\|适用\\|適用\\|of\\|属于\\|屬於\\|by\\|按\\|per\\|逐\\|among\\|同组\\|同組\\|during\\|于\\|於\\|to\\|至\\|if\\|若\\|then\\|则\\|則\\|else\\|否则\\|否則\\)\\_>" . font-lock-keyword-face)
    ;; words: ("\\_<\\(?:{period:elisp}\\)\\_>" . font-lock-type-face)
    ("\\_<\\(?:day\\|week\\|周\\|週\\|workday\\|工作日\\|month\\|月\\|quarter\\|季度\\|half\\|半年\\|year\\|年\\)\\_>" . font-lock-type-face)
    ;; words: ("\\_<\\(?:{variable:elisp}\\)\\_>" . font-lock-variable-name-face)
    ("\\_<\\(?:value\\|实际值\\|實際值\\|attainment\\|达成率\\|達成率\\|分数\\|分數\\|score\\|总分\\|總分\\|起\\|end\\|止\\|share\\|占比\\|佔比\\)\\_>" . font-lock-variable-name-face)
    ;; words: ("\\_<\\(?:{builtin:elisp}\\)\\_>" . font-lock-constant-face)
    ("\\_<\\(?:no_data\\|无数据\\|無數據\\|no_version\\|无版本\\|無版本\\|no_rows\\|无记录\\|無記錄\\|no_row\\|无此行\\|無此行\\|no_target\\|无目标\\|無目標\\|no_prior\\|无上期\\|無上期\\|not_due\\|未到期\\|zero_denominator\\|分母为零\\|分母為零\\|negative_denominator\\|分母为负\\|分母為負\\|zero_target\\|目标为零\\|目標為零\\|negative_target\\|目标为负\\|目標為負\\|zero_base\\|基数为零\\|基數為零\\|negative_base\\|基数为负\\|基數為負\\|null_input\\|输入为空\\|輸入為空\\|out_of_scope\\|不在范围\\|不在範圍\\|insufficient_weight\\|权重不足\\|權重不足\\|undecided\\|未定\\|failed\\|失败\\|失敗\\|half_up\\|四舍五入\\|四捨五入\\|half_even\\|四舍六入\\|四捨六入\\|远零取整\\|遠零取整\\|近零取整\\|向下取整\\|ceil\\|向上取整\\|monday\\|星期一\\|tuesday\\|星期二\\|wednesday\\|星期三\\|thursday\\|星期四\\|friday\\|星期五\\|saturday\\|星期六\\|sunday\\|星期日\\)\\_>" . font-lock-constant-face)
    )
  "What `kpi-mode' highlights; of rules that meet the same text the first one wins.")

(defun kpi--goes-on-p ()
  "Whether the formula of the line above goes on at point."
  (save-excursion
    (forward-comment (- (point)))
    (memq (char-before) (string-to-list "=＝+＋*＊×÷/／-"))))

(defun kpi-indent-line ()
  "Indent the line as deep as the brackets that are open before it.
A formula that goes on stands two steps deeper."
  (interactive)
  (let* ((at-text (>= (current-column) (current-indentation)))
         (column (save-excursion
                   (back-to-indentation)
                   (let ((depth (car (syntax-ppss)))
                         (closes (looking-at "\\s)")))
                     (if (and (= depth 0) (kpi--goes-on-p))
                         (* 2 kpi-indent-offset)
                       (* kpi-indent-offset (max 0 (- depth (if closes 1 0)))))))))
    (if at-text
        (save-excursion (indent-line-to column))
      (indent-line-to column))))

(defvar-local kpi--check nil "The running check of this buffer.")

(defun kpi-flymake (report &rest _)
  "Check the buffer's file with `kpi-program' and REPORT what it says."
  (unless (executable-find kpi-program)
    (error "Cannot find %s" kpi-program))
  (when (process-live-p kpi--check)
    (kill-process kpi--check))
  (let ((source (current-buffer)))
    (setq kpi--check
          (make-process
           :name "kpi-flymake" :noquery t :connection-type 'pipe
           :buffer (generate-new-buffer " *kpi-flymake*")
           :command (list kpi-program "check" buffer-file-name "--format" "concise")
           :sentinel
           (lambda (process _event)
             (when (memq (process-status process) '(exit signal))
               (unwind-protect
                   (when (eq process (buffer-local-value 'kpi--check source))
                     (funcall report (kpi--messages source (process-buffer process))))
                 (kill-buffer (process-buffer process)))))))))

(defun kpi--messages (source output)
  "The diagnostics of SOURCE that OUTPUT, concise messages of kpi, names."
  (let ((name (file-name-nondirectory (buffer-file-name source)))
        (messages nil))
    (with-current-buffer output
      (goto-char (point-min))
      (while (re-search-forward
              "^\\(.*\\):\\([0-9]+\\):\\([0-9]+\\): \\(error\\|warning\\)\\(.*\\)$" nil t)
        (when (equal (file-name-nondirectory (match-string 1)) name)
          (let ((kind (if (equal (match-string 4) "error") :error :warning))
                (text (concat (match-string 4) (match-string 5)))
                (region (flymake-diag-region source (string-to-number (match-string 2))
                                             (string-to-number (match-string 3)))))
            (when region
              (push (flymake-make-diagnostic source (car region) (cdr region) kind text)
                    messages))))))
    (nreverse messages)))

;;;###autoload
(define-derived-mode kpi-mode prog-mode "kpi"
  "Major mode for rule files of kpi."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "[#＃]+[ \t]*")
  (setq-local font-lock-defaults '(kpi-font-lock-keywords))
  (setq-local indent-line-function #'kpi-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local imenu-generic-expression
              `((nil ,(concat kpi--declaration "[ \t]+\\(" kpi--name "\\|`[^`\n]+`\\)") 2)))
  (when buffer-file-name
    (setq-local compile-command
                (format "%s check %s --format concise" kpi-program
                        (shell-quote-argument (file-name-nondirectory buffer-file-name)))))
  (add-hook 'flymake-diagnostic-functions #'kpi-flymake nil t))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.kpi\\'" . kpi-mode))

;; M-x eglot starts the language server.
(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs `(kpi-mode . (,kpi-program "lsp"))))

(provide 'kpi-mode)
;;; kpi-mode.el ends here
